"""What a coordinator does with the page in the first minutes, in a real browser."""

import json
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from bench.pictures import WORDS
from tests.sandbox.play.browser import Page, of, text_of
from tests.sandbox.play.walk import match, walk

MENTEE = "Acacia"
HOSTILE = "<img src=x onerror=alert(1)>"
IN_DIALOG = "return Boolean(document.activeElement.closest('.dialog'))"
BEHIND_DIALOG = "return Boolean(document.activeElement.closest('#c3 :is(nav, .messages, .line)'))"


def test_two_minutes_as_moderator_mentor_and_mentee_look_as_in_the_pictures(page: Page) -> None:
    shown = {sight.name: sight.words for sight in walk(page)}

    mentee = page.column(3)
    mentee.see(".place-button[aria-current]:not(.unread)", "Dr. Vega")
    mentee.use("why")
    mentee.see(".ephemeral .embed", "Why at that time")
    page.time("next")
    assert shown == json.loads(WORDS.read_text("utf-8")), "run `make pictures`"


def test_an_empty_server_is_set_up_with_the_keyboard_alone(page: Page) -> None:
    page.start("empty")

    page.keys(Keys.HOME)
    page.script("document.activeElement.blur()")
    page.tab_to(".skip")
    page.keys(Keys.ENTER)
    page.tab_to("#c1-line")
    page.keys("/setup")
    page.see('#c1 .commands button[value="setup"]')
    page.keys(Keys.ENTER)
    page.see("#c1 form.command")
    page.wait(lambda: page.focused.get_attribute("name") == "mentoring-channel", "the keyboard")
    page.keys("#me")
    page.tab_to("#c1 [name=moderator-channel]")
    page.keys("#mo")
    page.tab_to("#c1 form.command button:not([name])")
    page.keys(Keys.ENTER)
    page.column(1).see(".ephemeral", "moderators")

    page.tab_to("#c3-line")
    page.keys("/profile", Keys.ENTER)
    page.see("#c3 .ephemeral")
    page.tab_to(f"#c3 {of('click', 'pc1:profile:words:')} button")
    page.keys(Keys.ENTER)
    page.see("#c3 .dialog")
    page.wait(lambda: page.script(IN_DIALOG), "the keyboard in the form")
    for _ in range(8):
        page.keys(Keys.TAB)
        assert not page.script(BEHIND_DIALOG)
    page.tab_to("#c3 .dialog input")
    page.keys(Keys.ESCAPE)
    page.column(3).gone(".dialog")
    assert page.script("return document.activeElement.textContent") == "Edit goals and times"


def test_two_windows_show_one_society_and_a_hostile_name_is_text(page: Page) -> None:
    page.start("empty")
    first = page.browser.current_window_handle
    page.browser.switch_to.new_window("window")
    second = Page(page.browser, page.address)
    with second.panel("Add a person"):
        second.see("#joins-name").send_keys(HOSTILE)
        assert HOSTILE in second.done(lambda: second.click("form[data-stage=joins] button"))
    second.column(2).be(HOSTILE)
    second.column(2).say(f"Hello from {HOSTILE}")
    second.column(2).use("help")
    page.browser.switch_to.window(first)
    page.column(1).go("general")
    page.column(1).read(f"Hello from {HOSTILE}")
    page.see("#c1-person option", HOSTILE)
    assert page.all("img, script:not([src])") == []
    assert page.column(1).see(".author", HOSTILE)
    page.browser.switch_to.window(second.browser.window_handles[-1])
    assert second.all("img, script:not([src])") == []
    assert second.foreign() == []
    page.browser.close()
    page.browser.switch_to.window(first)


def test_threads_that_may_not_be_opened_or_are_deleted(page: Page) -> None:
    assert "40 people" in page.start("to-match")
    moderator, _, mentee = page.columns

    assert "may not create" in page.fault("threads")
    moderator.go("moderators")
    moderator.read("Create Private Threads")
    match(moderator)
    assert "again" in page.fault("threads")
    mentee.see(".thread .place-button .count")
    for _ in range(3):
        page.time("day")
    with page.panel("What’s coming"):
        assert text_of(page.see("#coming tbody tr td:nth-child(4)"))
    [thread] = [each.text for each in page.all("#c3 .thread span:not([class])")]
    page.fault("thread", thread=thread.removeprefix("#"))
    page.time("week")
    mentee.go(thread)
    mentee.read("Your old thread was deleted")


def test_six_weeks_in_with_a_bot_that_dies_and_a_discord_that_goes_down(page: Page) -> None:
    assert "Six weeks" in page.start("six-weeks")
    moderator, _, mentee = page.columns
    moderator.go("moderators")
    moderator.read("Not responding")
    assert page.faults_of_access() == []

    assert "killed" in page.fault("kill")
    mentee.go("mentoring")
    mentee.press("pc1:join:mentee")
    mentee.see(".notice")
    assert not page.see("#clock button[value=day]").is_enabled()
    assert "back" in page.fault("restart")
    mentee.press("pc1:join:mentee")
    mentee.gone(".notice p")
    assert "refused" in page.fault("outage")
    assert "no direct messages" in page.fault("dm", person=MENTEE)
    page.time("next")
    mentee.use("privacy export")
    file = mentee.see(".file").get_attribute("href")
    kind = "return fetch(arguments[0]).then(got => got.headers.get('Content-Disposition'))"
    assert "attachment" in page.script(kind, file)


def test_ones_own_people_come_from_a_file(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    rows = ["user_id,name,role,stage", "900000000000000001,Ida,mentor,resident"]
    rows += ["900000000000000002,Otto,mentee,college-pre-health"]
    file.write_text("\n".join(rows))
    page.start("own", file)
    moderator = page.column(1)
    moderator.see(".ephemeral", "People to import: 2")
    page.click("#c1 .ephemeral button", "Import 2")
    moderator.gone(".ephemeral button", "Import 2")
    page.column(2).be("Otto")

    # What someone is ticking stays as it is when its message changes below their hands.
    moderator.press("pc1:join:mentee")
    moderator.press("pc1:join:adult")
    topics = f"#c1 {of('select', 'pc1:join:topics')}"
    page.click(f"{topics} details:not([open]) > summary")
    page.click(f'{topics} input[value="research"]')
    moderator.picks("pc1:join:stage", "post-bac")
    assert page.see(f'{topics} details[open] input[value="research"]').is_selected()


def test_a_phone_and_a_small_window_show_one_column_without_scrolling_sideways(page: Page) -> None:
    fits = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    page.choose("#width", value="phone")
    assert [each.is_displayed() for each in page.all(".column")] == [True, False, False]
    assert page.see("#c1").size["width"] == 375
    assert page.script("const c = document.getElementById('c1'); return c.scrollWidth <= 375")
    page.browser.set_window_size(500, 900)
    try:
        assert page.script(fits)
    finally:
        page.browser.set_window_size(1500, 1000)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_either_theme_is_accessible_with_everything_open(page: Page, theme: str) -> None:
    page.choose("#theme", value=theme)
    for title in ("Start over", "Add a person", "Break something", "What’s coming"):
        page.click("details.panel:not([open]) > summary", title)
    page.column(2).see(".line input").send_keys("/")
    page.column(2).see(".commands button")
    assert page.faults_of_access() == []
