"""Spanish phrases for days and hours, translated into the English words that the parsers know."""

import re
import unicodedata
from collections.abc import Callable

WEEKDAYS = {
    "lunes": "monday",
    "martes": "tuesday",
    "miercoles": "wednesday",
    "jueves": "thursday",
    "viernes": "friday",
    "sabado": "saturday",
    "domingo": "sunday",
}
MONTHS = {
    "enero": "january",
    "febrero": "february",
    "marzo": "march",
    "abril": "april",
    "mayo": "may",
    "junio": "june",
    "julio": "july",
    "agosto": "august",
    "septiembre": "september",
    "setiembre": "september",
    "octubre": "october",
    "noviembre": "november",
    "diciembre": "december",
}
_NUMBERS = {
    **{
        word: number
        for number, word in enumerate(
            (
                *("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
                *("diez", "once", "doce", "trece", "catorce", "quince", "dieciseis", "diecisiete"),
                *("dieciocho", "diecinueve", "veinte"),
            ),
            start=1,
        )
    },
    "un": 1,
    "una": 1,
    "treinta": 30,
    "cuarenta": 40,
    "cincuenta": 50,
}
_TENS = {"treinta": 3, "cuarenta": 4, "cincuenta": 5}
_SINGLE = "|".join(tuple(_NUMBERS)[:9])
# "Mar" stays March: "martes" is seldom abbreviated that short.
_SHORT = {
    "lun": "monday",
    "mie": "wednesday",
    "mierc": "wednesday",
    "jue": "thursday",
    "juev": "thursday",
    "vie": "friday",
    "viern": "friday",
    "sab": "saturday",
    "dom": "sunday",
    "ene": "january",
    "abr": "april",
    "ago": "august",
    "dic": "december",
}
_DAY = "|".join(WEEKDAYS.values())
_NEXT = r"(?:que viene|que entra|proxim[oa]|siguiente)"
_MEET = "(?:reunion|sesion|junta|cita|llamada|charla|encuentro)"

_SAME: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"[¿¡]", ""),
    *(
        (rf"\bveinti{word}\b", str(20 + number))
        for number, word in enumerate(
            ("un(?:o|a)?", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
            start=1,
        )
    ),
    (
        rf"\b({'|'.join(_TENS)}) y ({_SINGLE})\b(?= minutos?)",
        lambda match: f"{_TENS[match[1]]}{_NUMBERS[match[2]]}",
    ),
    (rf"\bel ({'|'.join(_NUMBERS)})\b(?! de la)", lambda match: f"el {_NUMBERS[match[1]]}"),
    # As people write it on a phone.
    (r"\bx (?=la |el |favor)", "por "),
    (r"\bq (?=viene|entra)", "que "),
    (r"\bpa(?:ra)? ?(?=el |las? )|\bpal (?=[a-z])", "para "),
    (r"\bm(?:nn|nna|nnana|anan|aniana)\b", "manana"),
    (r"\bprox\b\.?", "proximo"),
    (r"\btu\b", "your"),
    (r"\b(?:mi hora|hora local)\b", ""),
    (r"\bnoche buena\b", "nochebuena"),
    (r"\bde (\d{1,2}(?::\d{2})?) a (?:las? )?(?=\d)", r"from \1 to "),
    (r"\bentre (?:las? )?(\d\S*) y (?:las? )?(?=\d)", r"between \1 and "),
    (r"\b(?:el )?dia (\d{1,2})\b", r"el \1"),
    (r"\b(\d{1,2})(?:º|°|ro|er)\b", r"\1"),
    (r"\bpor favor\b", ""),
    # Days.
    (r"\bpasado manana\b", "overmorrow"),
    (r"\b(?:anteayer|antier|antes de ayer)\b", "ereyesterday"),
    (r"\b(?:ayer)\b", "yesterday"),
    (r"\b(?:a primera hora)(?: de (?:la )?manana)?\b", "first thing"),
    (r"\besta manana\b", "this morning"),
    (r"\besta tarde\b", "this afternoon"),
    (r"\besta noche\b|\bhoy (?:por|en|a) la noche\b", "tonight"),
    (r"\b(?:(?:por|en|de|a) la manana|tempran(?:o|ito))\b", "in the morning"),
    (r"\b(?:por|en|de|a) la tarde\b|\btarde\b", "in the afternoon"),
    (r"\b(?:por|en|de|a) la noche\b|\bnoche\b", "at night"),
    (r"\bde la madrugada\b", "am"),
    (r"\b(?:12|doce) del dia\b", "noon"),
    (rf"\b(?:a )?(?:las? )?(\d{{1,2}}|{'|'.join(_NUMBERS)}) del dia\b", r"at \1"),
    (r"\bviernes santo\b", "good friday"),
    (r"\bjueves santo\b", "maundy thursday"),
    (r"\bsabado (?:santo|de gloria)\b", "easter eve"),
    (r"\bmiercoles de ceniza\b", "ash wednesday"),
    (r"\bdomingo de ramos\b", "palm sunday"),
    (r"\blunes de pascua\b", "easter monday"),
    (r"\b(?:domingo de )?(?:pascuas?|resurreccion)\b", "easter"),
    (r"\bdia de (?:la |las )?madres?\b", "madres day"),
    (r"\bdia del? (?:los )?padres?\b", "father's day"),
    (r"\bdia del? (?:los )?trabajo(?:dor|dores)?\b", "trabajo day"),
    (r"\bdia de (?:los )?muertos\b", "all souls day"),
    (r"\b(?:dia de )?todos (?:los )?santos\b", "all saints day"),
    (r"\bdia de (?:los )?(?:santos )?inocentes\b", "innocents day"),
    (r"\bdia de los veteranos\b", "veterans day"),
    (r"\bdia de los presidentes\b", "presidents day"),
    (r"\bdia de los caidos\b", "memorial day"),
    (r"\bdia de (?:la raza|la hispanidad)\b", "october 12"),
    (r"\bnoche de brujas\b", "halloween"),
    (r"\bviernes negro\b", "black friday"),
    (r"\b(?:dia de )?accion de gracias\b", "thanksgiving"),
    (
        (
            r"\b(?:por|durante) (?=(?:una|media|\d{1,3}|dos|tres|treinta|cuarenta|cuarenta y cinco)"
            r" ?(?:horas?|hrs?|minutos|min)\b)"
        ),
        "for ",
    ),
    (r"\bmanana\b", "tomorrow"),
    (r"\bhoy\b", "today"),
    (r"\b(?:al? |a el )?(?:medio ?dia)\b", "noon"),
    (r"\b(?:a )?(?:la )?media ?noche\b", "midnight"),
    (r"\b(?:al? )?(?:fin|final|cierre) del dia\b", "end of day"),
    (r"\b(?:a la )?hora (?:del? )?(?:almuerzo|comida|comer|almorzar)\b|\balmuerzo\b", "lunchtime"),
    (
        rf"\b(?:nuestra|la|mi)? ?(?:proxima|siguiente) {_MEET}\b|\bla {_MEET} {_NEXT}\b",
        "our next meeting",
    ),
    (r"\b(?:que )?nos (?:veamos|reunamos)\b|\breunirnos\b|\bvernos\b", "we meet"),
    (r"\b(?:fin|fines|finde) de semana\b|\bfinde\b", "weekend"),
    # Weekdays and months.
    (r"\bprimero de\b(?= (?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic))", "1"),
    (rf"\b({'|'.join(_SHORT)})\b\.?", lambda word: _SHORT[word[1]]),
    (rf"\b({'|'.join(WEEKDAYS)})s?\b", lambda word: WEEKDAYS[word[1]]),
    (rf"\b({'|'.join(MONTHS)})\b", lambda word: MONTHS[word[1]]),
    (
        rf"\bcada (?:dos|2) ({_DAY})\b|\b({_DAY}) (?:de por medio|si y otro no)\b",
        r"every other \1\2",
    ),
    (
        rf"\b(?:todos|todas) (?:los|las) ({_DAY})\b|\bcada ({_DAY})\b|\blos ({_DAY})\b",
        r"every \1\2\3",
    ),
    (r"\bweekend (?:que viene|proximo)\b|\bproximo weekend\b", "next weekend"),
    (rf"\bsemana {_NEXT}\b|\bproxima semana\b", "next week"),
    (rf"\bmes {_NEXT}\b|\bproximo mes\b", "next month"),
    (rf"\bano {_NEXT}\b|\bproximo ano\b", "next year"),
    (rf"\b({_DAY}) (?:de|en)? ?(?:la )?next week\b", r"\1 next week"),
    (rf"\b({_DAY}) {_NEXT}\b", r"next \1"),
    (rf"\b(?:proximo|siguiente) ({_DAY})\b", r"next \1"),
    (rf"\beste ({_DAY})\b", r"this \1"),
    (rf"\b(?:el )?otro ({_DAY})\b", r"otherweek \1"),
    (rf"\b({_DAY}) pasado\b|\bpasado ({_DAY})\b", r"last \1\2"),
    (r"\besta semana\b", "this week"),
    (r"\beste mes\b", "this month"),
    (r"\beste ano\b", "this year"),
    (r"\beste weekend\b", "this weekend"),
    (rf"\bel (\d{{1,2}})\b(?![/:.-]?\d)(?! (?:de )?(?:{'|'.join(MONTHS.values())}))", r"the \1th"),
    (
        (
            rf"\b({_DAY}) (\d{{1,2}})\b(?![/:.-]?\d| de |h\b| ?[ap]m| ?-| in the | at night)"
            r"(?! half | horas?\b| hrs?\b| y (?:media|cuarto)| menos )"
        ),
        r"\1 the \2th",
    ),
    (rf"\b(?:del? )?(?:el )?({_DAY}|today|tomorrow) en (?:ocho|8)(?: dias)?\b", r"a week from \1"),
    (rf"\b(?:del? )?(?:el )?({_DAY}) en (?:quince|15)(?: dias)?\b", r"2 weeks from \1"),
    (r"\b(?:de )?today en (?:quince|15)(?: dias)?\b", "in fifteendays"),
    # Series.
    (r"\bcada (?:quince|15) dias\b|\bquincenal(?:mente)?\b", "every 2 weeks"),
    (r"\b(?:cada semana|todas las semanas|semanal(?:mente)?)\b", "every week"),
    (r"\bde (?:cada|todos los) mes(?:es)?\b", "of every month"),
    (r"\b(?:cada mes|todos los meses|mensual(?:mente)?|una vez al mes)\b", "monthly"),
    (r"\b(?:cada dia|todos los dias|diari[oa](?:mente)?)\b", "every day"),
    (r"\b(?:dos|2) veces (?:por|a la) semana\b", "twice a week"),
    (r"\bcada\b", "every"),
    # Periods of time.
    (r"\b(?:en|dentro de|de aqui a) (?:(?:quince|15) dias|una quincena)\b", "in fifteendays"),
    (r"\b(?:en|dentro de|de aqui a) (?:ocho|8) dias\b", "in eightdays"),
    (r"\bhace (\w+) (dia|semana|mes|ano)(?:s|es)?\b", r"\1 \2 ago"),
    (r"\bdentro de\b|\ben\b|\bde aqui a\b", "in"),
    (r"\bun par de\b", "a couple of"),
    (r"\b(?:unos|unas|algunos|algunas|pocos|pocas)\b", "a few"),
    (r"\bmedia hora\b", "half an hour"),
    (r"\b(?:una )?hora y media\b", "an hour and a half"),
    (r"\b(\w+) horas y media\b", r"\1 and a half hours"),
    (r"\b(?:una )?hora y (?:cuarto|15)\b", "1h15m"),
    (r"\b(?:tres|3) cuartos de hora\b", "45 minutos"),
    (r"\b(?:un )?cuarto de hora\b", "15 minutos"),
    (r"\b(?:una )?semana y media\b", "a week and a half"),
    (r"\b(?:un )?mes y medio\b", "a month and a half"),
    (r"\bmedio ano\b", "half a year"),
    (r"\bfin(?:al)? de(?:l)? (?:la )?rotacion\b", "end of rotation"),
    (r"\bfin(?:al)? de(?:l)? bloque\b", "end of block"),
    (
        r"\bfin(?:al|ales|es)? de(?:l)? (?:la )?(?:semestre|trimestre|cuatrimestre|curso|clases)\b",
        "end of semester",
    ),
    (
        (
            r"\b(?:antes de )?que (?:se )?(?:acabe|termine)n? "
            r"(?:el |la |este |esta |this )?(dia|semana|mes|ano|week|month|year)\b"
        ),
        r"fin de \1",
    ),
    (r"\bfin de (week|month|year)\b", r"end of \1"),
    (r"\b(?:a )?fin(?:al|ales|es)? de(?:l)? ?(?:la |este )?semana\b", "end of week"),
    (r"\b(?:a )?fin(?:al|ales|es)? de(?:l)? ?(?:este )?mes\b", "end of month"),
    (r"\b(?:a )?fin(?:al|ales|es)? de(?:l)? ?(?:este )?ano\b", "end of year"),
    (r"\b(?:a )?finales? de(?:l)? next month\b", "end of next month"),
    (r"\b(?:a )?(?:finales|fines) de\b", "late"),
    (r"\bfin(?:al)? de\b", "end of"),
    (r"\b(?:a )?(?:mediados|mitad(?:es)?) de(?:l)?\b", "mid"),
    (r"\b(?:a )?(?:principios|comienzos|inicios) de(?:l)?\b", "early"),
    (r"\bdias? (?:habil(?:es)?|laborables?|laboral(?:es)?)\b", "business days"),
    # Hours.
    (r"\b(\d{1,2}|[a-z]+) (?:y media)\b", r"half past \1"),
    (r"\b(\d{1,2}|[a-z]+) y cuarto\b", r"quarter past \1"),
    (r"\b(\d{1,2}|[a-z]+) menos cuarto\b", r"quarter to \1"),
    (r"\b(?:un )?cuarto para las? (\d{1,2}|[a-z]+)\b", r"quarter to \1"),
    (r"\b(\d{1,2}|[a-z]+) menos (5|10|20|25|cinco|diez|veinte)\b", r"\2 minutes to \1"),
    (
        r"\b(5|10|20|25|cinco|diez|veinte) (?:minutos )?para las? (\d{1,2}|[a-z]+)\b",
        r"\1 minutes to \2",
    ),
    (r"\b(\d{1,2}|[a-z]+) y (diez|veinte|10|20)\b(?! de)", r"\2 past \1"),
    (
        (
            r"\b(?:(?:como |tipo )?a las?|sobre las?|las?|tipo) (?=(?:half|quarter|\d+|una|dos|"
            r"tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|10|20)\b|\d)"
        ),
        "at ",
    ),
    (r"\b(\d{1,2}(?::\d{2})?) ?(?:horas|hrs|hs)\b(?<!in \d)", r"\1h"),
    # Holidays.
    (r"\b(?:dia de )?navidad\b", "christmas"),
    (r"\bnochebuena\b", "christmas eve"),
    (r"\b(?:dia de )?san valentin\b", "valentines"),
    (r"\bnochevieja\b|\bfin de ano\b", "new years eve"),
    (r"\b(?:dia de )?ano nuevo\b", "new year"),
    (r"\b(?:dia de )?(?:los )?reyes(?: magos)?\b", "january 6"),
    # The rest.
    (rf"\b({'|'.join(_NUMBERS)})\b", lambda word: str(_NUMBERS[word[1]])),
    (r"\bprimer[oa]?\b", "first"),
    (r"\bsegund[oa]\b", "second"),
    (r"\btercer[oa]?\b", "third"),
    (r"\bcuart[oa]\b", "fourth"),
    (r"\bultim[oa]\b", "last"),
    (r"\bproxim[oa]\b", "next"),
    (r"\bdel mes\b|\bde mes\b", "of the month"),
    (r"\bdias?\b", "days"),
    (r"\bsemanas?\b", "weeks"),
    (r"\bmes(?:es)?\b", "months"),
    (r"\banos?\b", "years"),
    (r"\bhoras? (?:del? )?(?:este|oriental)\b", "eastern time"),
    (r"\bhoras? (?:del? )?pacifico\b", "pacific time"),
    (r"\bhoras? (?:del? )?cent(?:ro|ral)\b", "central time"),
    (r"(?<!\d )\bhora (?:de )?([a-z ]+)$", r"\1 time"),
    (r"\bhoras?\b", "hours"),
    (r"\bminutos?\b", "minutes"),
    (r"\b(?:antes del?|antes)\b(?: que| de)?", "before"),
    (r"\b(?:a mas tardar|no mas tarde del?)\b", "no later than"),
    (r"\bpara\b", "by"),
    (r"\bhasta\b", "until"),
    (r"\bdesde\b", "from"),
    (r"\bdespues del?\b", "after"),
    (r"\b(?:o|u)\b", "or"),
    (r"\by\b", "and"),
    (r"\b(?:el|la|los|las|del|de|al)\b", " "),
    (r"\s+", " "),
)
_RULES = tuple((re.compile(pattern), meant) for pattern, meant in _SAME)
_TELLING = re.compile(
    r"\b(?:"
    + "|".join(
        (
            *WEEKDAYS,
            "sabados|domingos",
            *MONTHS,
            r"manana|hoy|ayer|anteayer|mediodia|medianoche|semanas?|dias?|meses|mes|hace|noche|tarde",
            r"a las?|el \d+|proxim[oa]|dentro de|fin de|finales de|navidad|nochebuena|nochevieja",
            r"ano nuevo|finde|horas|hora de|media hora|reunion|todos los|cada|quincenal|mensual",
            rf"en (?:{'|'.join(_NUMBERS)}|un par)|quincena|minutos|mnn|mnna|prox",
            r"(?:mediados|mitad|principios) de|x la|q viene|un cuarto de|de la guardia|en \d+",
            r"de (?:feb|mar|may|jun|jul|ago|sept?|oct|nov)|entre \d\S* y|de \d\S* a \d+",
            rf"(?:el|las?|para las?) (?:{'|'.join(_NUMBERS)})|cuarto para",
            rf"(?:{'|'.join(_NUMBERS)}) y (?:media|cuarto)|rotacion|bloque|valentin|antier",
            r"antes del?|las \d+|hora y|abr|ene|dic|lun|mie|mierc|jue|juev|vie|viern|sab",
            r"madrugada|accion de gracias|pascuas?|despues de",
            r"(?:este|el|proximo|otro) (?:mon|tue|wed|thu|fri|sat|sun)[a-z]*",
        )
    )
    + r")\b"
)


def is_spanish(words: str) -> bool:
    """Return whether case-folded `words` contain one that only Spanish has."""
    return _TELLING.search(_without_accents(words)) is not None


def in_english(words: str) -> str:
    """Return case-folded Spanish `words` as English ones that mean the same."""
    words = _without_accents(words)
    for pattern, meant in _RULES:
        words = pattern.sub(meant, words)
    return words.strip()


def _without_accents(words: str) -> str:
    if words.isascii():
        return words
    apart = unicodedata.normalize("NFD", words)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
