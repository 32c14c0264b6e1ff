"""
Makes extractors/claims/lexicon/given_names.txt: the sex that a given name tells.

Sources: the given names of the United States census of 1990 (public domain; as files of
``names`` 0.3.0, Trey Hunner, MIT) and those of some locales of ``Faker`` 40.54.0
(Daniele Faraglia and contributors, MIT; see ``LICENSE-given-names`` beside the target).
Needs a throw-away environment with both packages, which claimwatch does not depend on.

A language has a vote for each sex that it lists a name under, the census one for each
sex that bears it often enough. A name is told where all, or nearly all, votes agree.
Two lines, women's names and men's; lower case without accents, sorted, so that a second
run gives the same bytes.
"""

from __future__ import annotations

import importlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import names

# those in Latin letters whose lists come from offices of statistics, or are old common
# ones of an encyclopaedia; none that was taken from a commercial site
LOCALES = (
    "az_AZ cs_CZ da_DK de_AT de_CH de_DE de_LU en_GB en_IE en_NZ es_AR es_CL es_CO "
    "es_ES es_MX et_EE fi_FI fr_BE fr_CA fr_CH fr_FR hr_HR hu_HU is_IS it_IT lv_LV "
    "nl_BE nl_NL no_NO pl_PL pt_BR pt_PT ro_RO sk_SK sl_SI sv_SE tr_TR"
)
# of the census: a sex that bears the name this many times less has no vote
RARE = 20
# this many votes for one sex outweigh one for the other
MANY = 5
TARGET = Path(__file__).parents[2] / "extractors/claims/lexicon/given_names.txt"
Vote = tuple[str, bool]


def votes() -> Iterator[tuple[str, Vote]]:
    """Yield each name with a language and whether it is a woman's there."""
    for locale in LOCALES.split():
        module = importlib.import_module(f"faker.providers.person.{locale}")
        for sex in ("female", "male"):
            for name in getattr(module.Provider, f"first_names_{sex}"):
                yield folded(name), (locale[:2], sex == "female")
    shares = {sex: dict(_census(sex)) for sex in ("female", "male")}
    for name in {*shares["female"], *shares["male"]}:
        women, men = (shares[sex].get(name, 0.0) for sex in ("female", "male"))
        if women * RARE >= men:
            yield name, ("census", True)
        if men * RARE >= women:
            yield name, ("census", False)


def _census(sex: str) -> Iterator[tuple[str, float]]:
    path = Path(names.FILES[f"first:{sex}"])
    for line in path.read_text("ascii").splitlines():
        name, share, *_ = line.split()
        yield name.lower(), float(share)


def folded(name: str) -> str:
    """Lower case without accents."""
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in letters if not unicodedata.combining(c))


def told(found: Iterable[tuple[str, Vote]]) -> Iterator[tuple[str, bool]]:
    """The names whose votes agree, and whether they are women's."""
    cast: dict[str, set[Vote]] = defaultdict(set)
    for name, vote in found:
        if name.isalpha() and len(name) > 1:
            cast[name].add(vote)
    for name, each in sorted(cast.items()):
        count = Counter(feminine for _, feminine in each)
        women, men = count[True], count[False]
        if not min(women, men) or max(women, men) >= MANY * min(women, men):
            yield name, women > men


def main() -> None:
    """Write the list."""
    sexes = dict(told(votes()))
    lines = (" ".join(n for n in sexes if sexes[n] is sex) for sex in (True, False))
    TARGET.write_text("".join(f"{line}\n" for line in lines), "utf-8")


if __name__ == "__main__":
    main()
