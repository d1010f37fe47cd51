"""The parts that read what a sentence tells: words, clauses, sites, counts."""
