"""`python -m matchmaker.cli`: the same as the command, for whoever has no command on the path."""

from matchmaker.cli import main

main()
