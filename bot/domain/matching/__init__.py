"""Matching: who might mentor whom, why, and why not.

Read `rules` (what is never allowed), `score_components` (what makes a pair good), and `assign` (how
pairs are chosen). Only this package uses NumPy and OR-Tools, and it imports them only when it runs.
"""

from bot.domain.matching.people import MatchInput, MatchPerson, PairKey
from bot.domain.matching.result import (
    CapacityGap,
    Code,
    Hint,
    MatchedPair,
    MatchResult,
    Note,
    Unmatched,
)
from bot.domain.matching.rules import PRIVATE_RULES, Rule, broken_rules
from bot.domain.matching.settings import MatchConfig, MatchSettings, Weights, WindowRule
from bot.domain.matching.solve import check_swap, feasible_scores, solve, solve_input
from bot.domain.matching.without import without

__all__ = [
    "PRIVATE_RULES",
    "CapacityGap",
    "Code",
    "Hint",
    "MatchConfig",
    "MatchInput",
    "MatchPerson",
    "MatchResult",
    "MatchSettings",
    "MatchedPair",
    "Note",
    "PairKey",
    "Rule",
    "Unmatched",
    "Weights",
    "WindowRule",
    "broken_rules",
    "check_swap",
    "feasible_scores",
    "solve",
    "solve_input",
    "without",
]
