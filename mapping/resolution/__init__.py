"""The parts that resolve toponyms: candidates, features, outlets."""
