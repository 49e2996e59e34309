"""The template fits the code, and each catalog fits the template: `make catalogs` writes them."""

import pytest

from bench.catalogs import template, updated, written
from bot.language.catalogs import FOLDER, LANGUAGES, TEMPLATE


def test_the_template_is_up_to_date() -> None:
    assert (FOLDER / TEMPLATE).read_bytes() == written(template()), "run `make catalogs`"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_catalog_has_the_texts_of_the_template(code: str) -> None:
    catalog = FOLDER / f"{code}.po"
    assert catalog.read_bytes() == written(updated(code, template())), "run `make catalogs`"
