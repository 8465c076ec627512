"""How well the house judges labelled posts: the measures of `orm eval`."""
