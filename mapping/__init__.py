"""Dateline: news text in, dated and placed events out."""
