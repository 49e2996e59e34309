"""What to do next about one program: whom to ask, what to check, where to apply."""

from bot.domain.programs.programs import Confidence, Program
from bot.search.eligibility import Open, Standing
from bot.search.wording.sentences import say


def step_of(program: Program, standing: Standing, *, spanish: bool, mentoring: bool = False) -> str:
    """Return what to do about a program that is open, if only on a condition; "" for others.

    Who runs it, and what its source leaves out, comes before applying. `mentoring` is for someone
    who wants to be a mentor in it: how to apply is about mentees.
    """
    if standing.open is Open.NO:
        return ""

    def line(name: str, what: str = "") -> str:
        return say(name, spanish=spanish, what=what)

    if not (program.host and program.host_known):
        return line("step-host-guessed", program.host) if program.host else line("step-no-host")
    if mentoring:
        return line("step-mentor", program.host)
    if any(not rule.stated or rule.values[:1] == ("?",) for rule in standing.conditions):
        return line("step-ask-first", program.host)
    check = [line("step-check")] if program.confidence is Confidence.UNKNOWN else []
    if program.how_to_apply and not spanish:
        how = line("step-apply", program.how_to_apply)
    elif program.link:
        how = line("step-page")
    else:
        how = line("step-ask", program.host)
    return " ".join([how, *check])
