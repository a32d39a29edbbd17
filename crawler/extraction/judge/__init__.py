"""Is this text a policy, of which kind, and if not, what is it instead."""

from crawler.extraction.judge.verdict import LEAST_WORDS, HtmlFacts, Verdict, judge

__all__ = ["LEAST_WORDS", "HtmlFacts", "Verdict", "judge"]
