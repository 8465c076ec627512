"""From the operator's keys to what signs requests, and what each key may spend."""

from collections.abc import Iterator, Mapping, Sequence

from orm.config.values import SourceSettings
from orm.errors import ConfigError
from orm.http.credentials import Lock
from orm.model.keys import SecretAddress
from orm.model.polls import Access
from orm.pipeline.metering import Meter
from orm.ports import Keyed, Metered, Source

_MICROS = 1_000_000


def locks(settings: Sequence[SourceSettings], sources: Mapping[str, Source]) -> dict[str, Lock]:
    """The keys of every source that takes some.

    Raises:
        ConfigError: an address that is none of the source's service; all of them.
    """
    problems = [problem for each in settings for problem in _misplaced(each, sources[each.name])]
    if problems:
        raise ConfigError(problems)
    return {
        each.name: Lock(
            signing=source.signing,
            keys={key.name: key.secret for key in each.keys},
            required=source.access is Access.C,
        )
        for each in settings
        if isinstance(source := sources[each.name], Keyed)
    }


def _misplaced(each: SourceSettings, source: Source) -> Iterator[str]:
    """Secret addresses that are not of the service that the source reads."""
    if isinstance(source, Keyed) and isinstance(source.signing, SecretAddress):
        for key in each.keys:
            if not key.secret.reveal().startswith(source.signing.prefixes):
                begins = " or ".join(source.signing.prefixes)
                yield (
                    f'sources.{each.name}: the key "{key.name}" is not an address of this service;'
                    f" it begins with {begins}"
                )


def meters(settings: Sequence[SourceSettings], sources: Mapping[str, Source]) -> dict[str, Meter]:
    """What the keys of every source that counts calls may use."""
    meters = {}
    for each in settings:
        source = sources[each.name]
        if isinstance(source, Metered):
            meters[each.name] = Meter(
                allowances=source.allowances,
                keys=frozenset(key.name for key in each.keys),
                budget=None
                if each.monthly_budget is None
                else round(each.monthly_budget * _MICROS),
            )
    return meters
