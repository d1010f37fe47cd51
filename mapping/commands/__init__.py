"""The subcommands of `dateline`."""
