"""Five reports of one local paper, of which only the others tell in which Athens the first was."""

LOCAL_NEWS = (
    "Police in Athens arrested a man on Tuesday.",
    "Two people died in a crash near Nelsonville, Ohio, on Monday.",
    "A fire destroyed a barn in Albany, Ohio, on Sunday, and smoke was seen from Logan, Ohio.",
    "The school board of Glouster, Ohio, closed a school.",
    "A bridge in Jackson, Ohio, was shut.",
)
