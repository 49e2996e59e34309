"""The page in a real browser, driven as a person does: by what is seen, clicked and typed."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

T = TypeVar("T")
# Far more than the slowest machine needs: what hasn't come by then never will.
LONGEST_SECONDS = 120
POLL_SECONDS = 0.03
_PASSING = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    NoSuchElementException,
    StaleElementReferenceException,
)
NO_BROWSER = "no browser: install the packages chromium and chromium-driver"
NO_AXE = "no axe-core: npm install axe-core, and set NODE_PATH to its node_modules"
_OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--window-size=1500,1000",
)


@contextlib.contextmanager
def chromium() -> Iterator[Chrome]:
    """Run Debian's Chromium, which keeps what it logs and requests; skip where it's missing."""
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary is None or driver is None:
        pytest.skip(NO_BROWSER)
    options = ChromeOptions()
    options.binary_location = binary
    for option in _OPTIONS:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = Chrome(options=options, service=Service(driver))
    try:
        yield browser
    finally:
        browser.quit()


@contextlib.contextmanager
def playing() -> Iterator[str]:
    """Run `preceptor play` as a person does, and yield the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "play", "--port", "0", "--no-browser"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        found = (re.search(r"http://\S+/", line) for line in process.stdout)
        yield next(match[0] for match in found if match)
    finally:
        process.terminate()
        process.stdout.close()
        assert process.wait(LONGEST_SECONDS) == 0


def axe_core() -> str:
    """Return axe's script; skip where the package isn't installed."""
    for folder in os.environ.get("NODE_PATH", "").split(os.pathsep):
        script = Path(folder or "node_modules") / "axe-core" / "axe.min.js"
        if script.exists():
            return script.read_text("utf-8")
    pytest.skip(NO_AXE)


class Page:
    """One window with a page in it; all waiting is for what the page shows."""

    def __init__(self, browser: Chrome, address: str) -> None:
        self.browser, self.address = browser, address
        browser.get(address)
        self.see("#told p")

    def column(self, number: int) -> "Column":
        return Column(self, number)

    @property
    def columns(self) -> "tuple[Column, Column, Column]":
        """Return the moderator's, the mentor's and the mentee's column, as a page begins."""
        return self.column(1), self.column(2), self.column(3)

    def wait(self, what: Callable[[], T | None], why: str) -> T:
        """Return what is found as soon as it is; what moves away meanwhile is looked for again."""
        waiting = WebDriverWait(self.browser, LONGEST_SECONDS, POLL_SECONDS, _PASSING)
        try:
            return waiting.until(lambda _: what() or False)
        except TimeoutException:
            raise AssertionError(f"never came: {why}. The page says:\n{self.ends}") from None

    @property
    def ends(self) -> str:
        """Return what the page says, and the end of each column's place."""
        shown = "return [...document.querySelectorAll(arguments[0])].map(each => each.innerText)"
        return "\n----\n".join([self.told, *(each[-700:] for each in self.script(shown, ".place"))])

    def all(self, css: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, css)

    def see(self, css: str, text: str = "") -> WebElement:
        """Wait for an element, with a text in it; return the last such."""
        return self.wait(lambda: self._last(css, text), f"{css} with “{text}”")

    def _last(self, css: str, text: str) -> WebElement | None:
        found = [each for each in self.all(css) if text in text_of(each)]
        return found[-1] if found else None

    def gone(self, css: str, text: str = "") -> None:
        self.wait(lambda: self._last(css, text) is None, f"the end of {css} with “{text}”")

    def click(self, css: str, text: str = "") -> None:
        """Click the last element that fits, once it's there and nothing covers it."""

        def clicked() -> bool:
            found = self._last(css, text)
            if found is None:
                return False
            found.click()
            return True

        self.wait(clicked, f"{css} with “{text}”, to click")

    # -- the stage ------------------------------------------------------------------------------

    @property
    def told(self) -> str:
        return text_of(self.browser.find_element(By.ID, "told"))

    @contextlib.contextmanager
    def panel(self, title: str) -> Iterator[None]:
        """Open one of the panels at the top, and fold it again."""
        self.click("details.panel:not([open]) > summary", title)
        yield
        self.click("details.panel[open] > summary", title)

    def done(self, act: Callable[[], None]) -> str:
        """Do something to the stage, wait until it's over, and return what the page says then."""
        told = "return document.querySelector(`#told p${arguments[0]}`)"
        before = self.script(f"{told}.dataset.done", "")
        act()
        over = f':not(.busy):not([data-done="{before}"])'
        said: str = self.wait(
            lambda: self.script(f"{told}?.textContent ?? false", over), "the end of what was begun"
        )
        return said

    def choose(self, css: str, *, value: str = "", text: str = "") -> None:
        """Choose in a list box, by an option's value or text."""

        def chosen() -> bool:
            box = Select(self.browser.find_element(By.CSS_SELECTOR, css))
            if value:
                box.select_by_value(value)
            else:
                box.select_by_visible_text(text)
            return True

        self.wait(chosen, f"{value or text} in {css}")

    def time(self, step: str) -> str:
        return self.done(lambda: self.click(f"#clock button[value={step}]:enabled"))

    def fault(self, name: str, **chosen: str) -> str:
        with self.panel("Break something"):
            for field, text in chosen.items():
                self.choose(f"#fault-{field}", text=text)
            return self.done(lambda: self.click(f"#faults button[value={name}]"))

    def start(self, name: str, file: Path | None = None) -> str:
        with self.panel("Start over"):
            if file is not None:
                self.see("#own-file").send_keys(str(file))
            return self.done(lambda: self.click(f"button[name=start][value={name}]"))

    # -- what lies underneath -------------------------------------------------------------------

    def script(self, words: str, *values: object) -> Any:
        return self.browser.execute_script(words, *values)

    def keys(self, *keys: str) -> None:
        """Press keys one after the other, wherever the keyboard is."""
        ActionChains(self.browser).send_keys(*keys).perform()

    @property
    def focused(self) -> WebElement:
        return self.browser.switch_to.active_element

    def tab_to(self, css: str, most: int = 400) -> WebElement:
        """Press Tab until the keyboard is on an element that fits."""
        for _ in range(most):
            self.keys(Keys.TAB)
            if self.script("return document.activeElement.matches(arguments[0])", css):
                return self.focused
        raise AssertionError(f"Tab never came to {css}")

    def faults_of_access(self) -> list[str]:
        """Return what axe finds wrong in the page as it is."""
        asked = "axe.run().then(found => arguments[0](found.violations))"
        found = self.browser.execute_async_script(f"{axe_core()};{asked}")
        return [
            f"{each['id']}: {node['html'][:200]} {node['failureSummary']}"
            for each in found
            for node in each["nodes"]
        ]

    def foreign(self) -> list[str]:
        """Return every address that was asked for and isn't this server's, once."""
        entries = logged(self.browser, "performance")
        sent = [json.loads(each["message"])["message"] for each in entries]
        addresses = [
            each["params"]["request"]["url"]
            for each in sent
            if each["method"] == "Network.requestWillBeSent"
        ]
        own = (self.address, "data:", "about:", "chrome:")
        return [each for each in addresses if not each.startswith(own)]


class Column:
    """One column: a person's Discord."""

    def __init__(self, page: Page, number: int) -> None:
        self._page, self.where = page, f"#c{number}"

    def see(self, css: str, text: str = "") -> WebElement:
        return self._page.see(f"{self.where} {css}", text)

    def gone(self, css: str, text: str = "") -> None:
        self._page.gone(f"{self.where} {css}", text)

    def read(self, text: str) -> WebElement:
        """Wait for a message with a text in it."""
        return self.see(".message", text)

    def be(self, name: str) -> None:
        self._page.choose(f"{self.where} .person select", text=name)
        self.see("h2")

    def go(self, place: str) -> None:
        self._page.click(f"{self.where} .place-button", place)
        self.see("h2", place)

    def press(self, custom_id: str) -> None:
        """Press the newest live button whose custom id begins so."""
        self._page.click(f"{self.where} {of('click', custom_id)} button:enabled")

    def button(self, custom_id: str) -> WebElement:
        return self.see(f"{of('click', custom_id)} button")

    def pick(self, custom_id: str, *values: str) -> None:
        """Choose in a menu, and wait until it shows the choice."""
        menu = of("select", custom_id)
        if self._page.all(f"{self.where} {menu} details"):
            self._page.click(f"{self.where} {menu} details:not([open]) > summary")
            for value in values:
                self._page.click(f'{self.where} {menu} input[type=checkbox][value="{value}"]')
            self._page.click(f"{self.where} {menu} fieldset button")
        else:
            self._page.choose(f"{self.where} {menu} select", value=values[0])

    def picks(self, custom_id: str, *values: str) -> None:
        """Choose in a menu that stays, and wait until it shows what was chosen."""
        self.see(of("select", custom_id))
        self.pick(custom_id, *values)
        menu = of("select", custom_id)
        for value in values:
            self.see(f'{menu} :is(option[selected], input[checked])[value="{value}"]')

    def fill(self, **fields: str) -> None:
        """Fill in the form that is open, and send it."""
        for name, value in fields.items():
            field = self.see(f".dialog [name={name}]")
            field.clear()
            field.send_keys(value)
        self._page.click(f"{self.where} .dialog button[type=submit]:not([name])")
        self.gone(".dialog")

    def use(self, command: str, **options: str) -> None:
        """Type a slash command, pick it, fill in its options, and send it."""
        line = self.see(".line input")
        line.clear()
        line.send_keys(f"/{command}")
        self._page.click(f'{self.where} .commands button[value="{command}"]')
        self._page.wait(self._is_taken, f"/{command} to be taken")
        for name, value in options.items():
            self.option(name, value)
        if self._page.all(f"{self.where} form.command"):
            self._page.click(f"{self.where} form.command button[type=submit]:not([name])")
            self.gone("form.command")
        self.see(".line input").clear()

    def _is_taken(self) -> bool:
        return not self._page.all(f"{self.where} .commands")

    def option(self, name: str, value: str) -> None:
        """Fill in an option of a command; of a list, choose in it."""
        field = self.see(f"form.command [name={name}]")
        if field.tag_name == "select":
            Select(field).select_by_visible_text(value)
        else:
            field.send_keys(value)

    def say(self, words: str) -> None:
        self.see(".line input").send_keys(words, Keys.ENTER)
        self.read(words)


def text_of(element: WebElement) -> str:
    """Return an element's text, shown or not."""
    return str(element.get_property("textContent") or "")


def logged(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    """Return what a browser logged since it was last asked."""
    entries: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


def of(act: str, custom_id: str) -> str:
    """Return where a button or menu is whose custom id begins so."""
    return f'form[data-act="{act}"]:has(input[name=custom_id][value^="{custom_id}"])'
