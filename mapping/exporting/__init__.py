"""Events to take away: what every export says of an event, and one module for each kind of file."""
