"""`python -m orm` is the command `orm`."""

from orm.cli.app import main

if __name__ == "__main__":
    main()
