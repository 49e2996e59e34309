"""The sentences of an answer, in English and in Spanish, and how lists are joined in each."""

from collections.abc import Sequence
from typing import Final

# Each sentence in English, then in Spanish.
_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    # why a program fits
    "named": ("You asked for it by name.", "Lo pediste por su nombre."),
    "named-host": (
        "From the school or group you named.",
        "Es de la escuela o del grupo que nombraste.",
    ),
    "nearest": ("Among the nearest to what you asked.", "De lo más cercano a lo que pediste."),
    "words": (
        "Its description is the closest to your words.",
        "Su descripción es la más cercana a tus palabras.",
    ),
    "beginning": (
        "Not much is known about what you want yet, so you can start here.",
        "Aún se sabe poco de lo que buscas; por aquí puedes empezar.",
    ),
    "takes-mentors": ("It takes mentors.", "Acepta mentores."),
    "takes-mentors-like-you": (
        "Its mentors include people like you.",
        "Entre sus mentores hay gente como tú.",
    ),
    "your-stage": ("Meant for your stage: {what}.", "Es para tu etapa: {what}."),
    "every-stage": ("Open to every stage.", "Abierto a todas las etapas."),
    "some-places": (
        "Some places for your stage: {what}.",
        "Algunos lugares para tu etapa: {what}.",
    ),
    "near-stage": (
        "Meant for a stage close to yours: {what}.",
        "Es para una etapa cercana a la tuya: {what}.",
    ),
    "your-field": ("Your field: {what}.", "Tu campo: {what}."),
    "every-career": (
        "Covers health careers of every kind.",
        "Abarca carreras de la salud de todo tipo.",
    ),
    "in-medicine": (
        "Covers medicine as a whole, not {what} alone.",
        "Abarca la medicina en general, no solo {what}.",
    ),
    "your-city": ("In your city: {what}.", "En tu ciudad: {what}."),
    "in-place": ("In {what}.", "En {what}."),
    "online": ("Meets online, so place doesn’t matter.", "Es en línea: el lugar no importa."),
    "national": (
        "National, so it counts wherever you are.",
        "Es nacional: cuenta estés donde estés.",
    ),
    "meant-people": ("Meant for {what}.", "Es para {what}."),
    "implied-people": (
        "Probably meant for {what}, but nothing states it.",
        "Quizá es para {what}, pero no está dicho.",
    ),
    "welcomes": ("Welcomes or puts first {what}.", "Da la bienvenida o prioridad a {what}."),
    "offers": ("Offers what you want: {what}.", "Ofrece lo que buscas: {what}."),
    "offers-near": ("Offers something close: {what}.", "Ofrece algo cercano: {what}."),
    "meets": ("Meets {what}.", "Se reúnen {what}."),
    "lasts": ("Lasts as long as you want: {what}.", "Dura lo que quieres: {what}."),
    # what rules people out, or may
    "other-stage": ("Meant for another stage: {what}.", "Es para otra etapa: {what}."),
    "for-stage": ("Meant for: {what}.", "Es para: {what}."),
    "stage-unstated": (
        "It doesn’t say whether it takes your stage.",
        "No se dice si acepta tu etapa.",
    ),
    "other-field": ("About another field: {what}.", "Es de otro campo: {what}."),
    "not-near": ("Not near you: it is in {what}.", "No está cerca de ti: está en {what}."),
    "where-unknown": ("Where it runs isn’t known.", "No se sabe dónde es."),
    "it-is-in": ("It is in {what}.", "Está en {what}."),
    "only-for": ("Only for {what}.", "Solo para {what}."),
    "only-members": ("Only for members of {what}.", "Solo para miembros de {what}."),
    "only-school": ("Only for students of {what}.", "Solo para estudiantes de {what}."),
    "only-alumni": ("Only for alumni of {what}.", "Solo para egresados de {what}."),
    "only-staff": ("Only for people working at {what}.", "Solo para quienes trabajan en {what}."),
    "only-region": (
        "Only for people who live or go to school in {what}.",
        "Solo para quienes viven o estudian en {what}.",
    ),
    "unmentioned": (
        "Meant for {what}, which you didn’t mention.",
        "Es para {what}, algo que no mencionaste.",
    ),
    "people-unstated": (
        "It doesn’t say whether it’s only for {what}; ask.",
        "No se dice si es solo para {what}; pregunta.",
    ),
    "other-year": ("Meant for another year of school.", "Es para otro año de estudios."),
    "year": ("Meant for {what}.", "Es para {what}."),
    "ages": ("Meant for ages {what}.", "Es para edades de {what}."),
    "citizens": (
        "Only for US citizens and permanent residents.",
        "Solo para ciudadanos y residentes permanentes de EE. UU.",
    ),
    "better-year": (
        "Better in, or first for, {what}.",
        "Mejor para, o con prioridad para, {what}.",
    ),
    "format-unknown": ("How people meet isn’t known.", "No se sabe cómo se reúnen."),
    "reach-unknown": ("How far it reaches isn’t known.", "No se sabe hasta dónde llega."),
    "host-unknown": (
        "Who runs it isn’t known; check before you apply.",
        "No está confirmado quién lo organiza; verifícalo antes de solicitar.",
    ),
    "name-unknown": (
        "Its official name isn’t known.",
        "Su nombre oficial no está confirmado.",
    ),
    # "if ..." conditions, which follow "Open to you"
    "if-stage": ("your stage is {what}", "tu etapa es {what}"),
    "if-stage-taken": ("it takes your stage", "acepta tu etapa"),
    "if-year": ("you’re in {what}", "estás en {what}"),
    "if-age": ("your age is {what}", "tu edad es {what}"),
    "if-school": ("you study at {what}", "estudias en {what}"),
    "if-alumni": ("you graduated from {what}", "egresaste de {what}"),
    "if-staff": ("you work at {what}", "trabajas en {what}"),
    "if-member": ("you’re a member of {what} (or join)", "eres miembro de {what} (o te unes)"),
    "if-region": ("you live or go to school in {what}", "vives o estudias en {what}"),
    "if-place": ("you can be in {what}", "puedes estar en {what}"),
    "if-people": ("you’re {what}", "{what}"),
    "if-people-or-others": ("you’re {what}, or it takes others too", "{what}, o acepta a otros"),
    "if-others-taken": (
        "it takes people who aren’t {what}",
        "no es solo para {what}",
    ),
    "if-citizen": (
        "you’re a US citizen or permanent resident",
        "eres ciudadano o residente permanente de EE. UU.",
    ),
    "if-one-of": ("you’re one of {what}", "eres parte de {what}"),
    # which case the answer is
    "case-named": (
        "This is the program you asked for.",
        "Este es el programa por el que preguntas.",
    ),
    "case-named-if": (
        "This is the program you asked for; it’s open to you if {what}.",
        "Este es el programa por el que preguntas; está abierto para ti si {what}.",
    ),
    "case-named-no": (
        "This is the program you asked for, but it isn’t open to you.",
        "Este es el programa por el que preguntas, pero no está abierto para ti.",
    ),
    "case-host": (
        "The first is from the school or group you named; nothing you told me rules you out.",
        "El primero es de la escuela o del grupo que nombraste; nada de lo que dijiste te excluye.",
    ),
    "case-host-if": (
        "The first is from the school or group you named; it’s open to you if {what}.",
        "El primero es de la escuela o del grupo que nombraste; está abierto para ti si {what}.",
    ),
    "case-host-no": (
        "The first is from the school or group you named, but it isn’t open to you.",
        "El primero es de la escuela o del grupo que nombraste, pero no está abierto para ti.",
    ),
    "case-yes": (
        "You can apply here: nothing you told me rules you out.",
        "Puedes solicitar: nada de lo que dijiste te excluye.",
    ),
    "case-if": (
        "The first of these is open to you if {what}; nothing here is open to you for certain.",
        "El primero está abierto para ti si {what}; nada está abierto para ti con certeza.",
    ),
    "case-if-yes": (
        "The first of these is open to you if {what}; at least one below is open to you already.",
        "El primero está abierto para ti si {what}; más abajo hay al menos uno ya abierto para ti.",
    ),
    "case-maybe-yes": (
        "None of these is all that you asked for, but you could apply where it says it’s open.",
        "Ninguno es todo lo que pediste, pero puedes solicitar donde dice que está abierto.",
    ),
    "case-maybe": (
        "No program fits for certain. The first of these is open to you only if {what}.",
        "Ningún programa encaja con certeza. El primero está abierto para ti solo si {what}.",
    ),
    "case-no": (
        "Nothing here is open to you. What’s nearest is below, with what to do instead.",
        "Nada está abierto para ti aquí. Abajo está lo más cercano y qué puedes hacer.",
    ),
    "case-nothing-near": (
        "Nothing here is open to you, and nothing is near what you asked. Try this instead.",
        "Nada está abierto para ti aquí, ni hay algo cercano a lo que pediste. Prueba esto.",
    ),
    "case-crisis": (
        "I’m a bot and can’t help with this, but people can, right now.",
        "Soy un bot y no puedo ayudarte con esto, pero hay personas que sí, ahora mismo.",
    ),
    "case-topic": (
        (
            "That’s a question about {what}, not a search for a program. I only know programs and "
            "advice on mentoring."
        ),
        (
            "Esa es una pregunta sobre {what}, no una búsqueda de programas. Solo tengo programas "
            "y consejos sobre mentoría."
        ),
    ),
    "case-topic-named": (
        (
            "That’s a question about {what}, which I don’t know. Here’s what I have on the program "
            "or school you named."
        ),
        (
            "Esa es una pregunta sobre {what}, y no lo sé. Esto es lo que tengo del programa o la "
            "escuela que nombraste."
        ),
    ),
    "case-mentor": (
        "You want to be a mentor. These programs take mentors. If one has a condition, it says so.",
        (
            "Quieres ser mentor o mentora. Estos programas aceptan. Si alguno pide una condición, "
            "lo dice."
        ),
    ),
    "case-mentor-who": ("You want to be a mentor.", "Quieres ser mentor o mentora."),
    "case-mentor-none": (
        "You want to be a mentor. I know no program that takes mentors like you.",
        "Quieres ser mentor o mentora. No conozco un programa que acepte a alguien como tú.",
    ),
    "case-outside": (
        "That’s outside what I know: I only have mentorship programs in US health care.",
        "Eso está fuera de lo que sé: solo tengo programas de mentoría en salud en EE. UU.",
    ),
    "case-unserved": (
        "No program here is about {what}.",
        "Ningún programa aquí es sobre {what}.",
    ),
    "case-unread": (
        "I couldn’t tell what you’re looking for.",
        "No pude entender qué buscas.",
    ),
    # what to do instead, or as well
    "next-each": (
        "You asked for two people. Ask about each one separately, so that the answer fits them.",
        "Preguntaste por dos personas. Pregunta aparte por cada una para que la respuesta sirva.",
    ),
    "next-mentor": (
        "`/mentor find` shows who in this server has room.",
        "`/mentor find` muestra quién en este servidor tiene lugar.",
    ),
    "next-mentor-field": (
        "`/mentor find` shows who in this server has room in {what}.",
        "`/mentor find` muestra quién en este servidor tiene lugar en {what}.",
    ),
    "next-outreach": (
        "`/outreach add` helps you write to someone outside; `/guide` says how to find them.",
        "`/outreach add` te ayuda a escribirle a alguien; `/guide` dice cómo encontrar a alguien.",
    ),
    "next-counselor": (
        "Ask your school counselor first: they’ll know what nearby colleges run.",
        "Pregunta primero a tu consejero escolar: sabrá qué ofrecen las universidades cercanas.",
    ),
    "next-advising": (
        "Ask your college’s health professions advising first.",
        "Pregunta primero en la asesoría de profesiones de la salud de tu universidad.",
    ),
    "next-school": (
        "Ask student services or your department first; many schools run peer mentoring.",
        "Pregunta primero en servicios estudiantiles: muchas escuelas tienen mentoría entre pares.",
    ),
    "next-nursing": (
        "Ask your nursing department first, or the college you’d like to enter.",
        "Pregunta primero en el departamento de enfermería de la escuela a la que quieres entrar.",
    ),
    "next-work": (
        "Ask your employer, your professional association, and the school you graduated from.",
        "Pregunta a tu empleador, a tu asociación profesional y a la escuela de donde egresaste.",
    ),
    "next-take-requests": (
        "`/mentor find` has a button to take requests from members here.",
        "`/mentor find` tiene un botón para aceptar solicitudes de miembros de aquí.",
    ),
    "next-say-who": (
        "Tell me what you do and where, and I'll show which programs take mentors like you.",
        "Dime qué haces y dónde, y te muestro qué programas aceptan mentores como tú.",
    ),
    "next-join": (
        "Sign-ups are open here: `/join` {what} as a mentor.",
        "Aquí hay inscripciones abiertas: `/join` {what} como mentor o mentora.",
    ),
    # what to do about one program
    "step-host-guessed": (
        "Find out first whether {what} runs it.",
        "Averigua primero si lo organiza {what}.",
    ),
    "step-no-host": (
        "Ask a counselor or advisor there who runs it.",
        "Pregunta allí a una consejera o un asesor quién lo organiza.",
    ),
    "step-ask-first": (
        "Ask {what} about that before you apply.",
        "Pregúntalo antes de solicitar: {what}.",
    ),
    "step-apply": ("To apply: {what}", "Para solicitar: {what}"),
    "step-page": (
        "Apply or ask on its own page, linked on its card.",
        "Solicita o pregunta en su página; el enlace está en su ficha.",
    ),
    "step-ask": ("Ask {what} how to join.", "Pregunta cómo entrar: {what}."),
    "step-mentor": (
        "Ask {what} about mentoring there.",
        "Pregunta por ser mentor o mentora ahí: {what}.",
    ),
    "step-check": (
        "Check that it still runs: no public page describes it.",
        "Confirma que siga activo: ninguna página pública lo describe.",
    ),
    "next-guide": ("The guide’s “{what}” helps with that.", "En la guía, “{what}” ayuda con eso."),
}


def say(name: str, *, spanish: bool = False, what: str = "") -> str:
    """Return a sentence; `what` fills its placeholder, and may end with its own full stop."""
    sentence = _SENTENCES[name][spanish]
    if what.endswith("."):
        sentence = sentence.replace("{what}.", "{what}")
    return sentence.replace("{what}", what)


def together(conditions: Sequence[str], *, spanish: bool = False) -> str:
    """Join conditions that must all be true, so that none is read as an alternative of another.

    "You're a nurse or a resident, and you live in Ohio" needs its comma.
    """
    if len(conditions) < 2:
        return "".join(conditions)
    joining = "y" if spanish else "and"
    *first, last = conditions
    plain = not any(sign in one for one in conditions for sign in (",", " or ", " o "))
    if plain:
        comma = "," if first[1:] and not spanish else ""
        return f"{', '.join(first)}{comma} {joining} {last}"
    return f"{'; '.join(first)}; {joining} {last}" if first[1:] else f"{first[0]}, {joining} {last}"


def listed(words: Sequence[str], *, spanish: bool = False, last: str = "") -> str:
    """Join words as people do; `last` comes before the last one, "and" unless given."""
    if len(words) < 2:
        return "".join(words)
    joining = last or ("y" if spanish else "and")
    comma = "," if len(words) > 2 and not spanish else ""
    return f"{', '.join(words[:-1])}{comma} {joining} {words[-1]}"
