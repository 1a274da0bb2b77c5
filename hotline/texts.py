"""The one Jinja environment: a message of sms.catalog and its values become the words that are texted or spoken."""

import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
    select_autoescape,
)
from jinja2.meta import find_undeclared_variables

from hotline.domain.errors import HotlineError
from sms.catalog import CATALOG, GSM, PHRASES, SAMPLE_NOW, TEMPLATES, Message
from sms.cleaning import has_han
from sms.encoding import encoding, segments
from sms.values import Moment, clip, moment, prepare, ticket

_SUFFIX = ".txt.j2"
_GLOBALS = frozenset({"hotline"})
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_QUOTED = re.compile(r"'([^']+)'")


class TextError(HotlineError):
    """A message could not be worded. Holds the template's name and a code, never a value."""

    def __init__(self, template: str, code: str) -> None:
        super().__init__(f"{template}: {code}")
        self.template = template
        self.code = code


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One fault of one template, with its mend, for an engineer."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}. {self.mend[:1].upper()}{self.mend[1:]}."


class Texts:
    """Renders messages. ``signature``: language -> what stands in front of every text; the first is the fallback."""

    def __init__(self, signature: Mapping[str, str], timezone: tzinfo, hotline: str = "12345",
                 folder: Path = TEMPLATES) -> None:
        self.signature = dict(signature)
        self.timezone = timezone
        self.folder = folder
        self.environment = Environment(
            loader=FileSystemLoader(folder), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            autoescape=select_autoescape(default=False, default_for_string=False, enabled_extensions=()),
        )
        self.environment.globals["hotline"] = hotline
        self.environment.filters |= {"clip": clip, "ticket": ticket}

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.signature)

    def language(self, wanted: str) -> str:
        """The language a text goes out in: the one wanted, or the first configured."""
        return wanted if wanted in self.signature else self.languages[0]

    def render(self, name: str, language: str, values: Mapping[str, object], now: datetime) -> str:
        """The whole text as it is sent, signature included. Raises TextError."""
        spoken = self.language(language)
        message = CATALOG.get(name)
        if message is None:
            raise TextError(name, "unknown_message")
        try:
            return self.render_strictly(message, spoken, values, now)
        except UndefinedError as error:
            missing = _QUOTED.search(error.message or "")
            raise TextError(name, f"missing {missing.group(1) if missing else 'value'}") from None
        except (TemplateError, ValueError, TypeError) as error:
            raise TextError(name, type(error).__name__) from None

    def phrase(self, name: str, language: str, values: Mapping[str, object], now: datetime) -> str:
        """A short wording shared with calls and pages; sms.catalog.PHRASES says which values each takes."""
        spoken = self.language(language)
        if name not in PHRASES:
            raise TextError(name, "unknown_phrase")
        file, macro, takes = PHRASES[name]
        try:
            ready = [self._spoken_value(key, values[key], now) for key in takes]
            return str(getattr(self._template(spoken, file).module, macro)(*ready)).strip()
        except (TemplateError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise TextError(name, type(error).__name__) from None

    def _spoken_value(self, key: str, given: object, now: datetime) -> Moment | str | None:
        if given is None:
            return None
        return moment(str(given), now, self.timezone) if key in {"at", "by"} else str(given)

    def render_strictly(
        self, message: Message, language: str, values: Mapping[str, object], now: datetime,
    ) -> str:
        """As ``render``, in a configured language, with the template engine's own errors."""
        ready = prepare(message, language, values, now, self.timezone)
        return self.signature[language] + self._joined(self._template(language, message.name).render(ready), language)

    @staticmethod
    def _joined(rendered: str, language: str) -> str:
        """The lines of a template as one line: Chinese runs on, English takes a space."""
        lines = [" ".join(line.split()) for line in rendered.splitlines()]
        return (" " if language in GSM else "").join(line for line in lines if line)

    def _template(self, language: str, name: str) -> Template:
        return self.environment.get_template(f"{language}/{name}{_SUFFIX}")


def check_texts(texts: Texts) -> list[Problem]:
    """Every fault of every template in every configured language, at its longest values; empty when all is well."""
    problems: list[Problem] = []
    for language in texts.languages:
        problems.extend(_check_files(texts, language))
        for file in sorted((texts.folder / language).glob(f"*{_SUFFIX}")):
            problems.extend(_check_source(texts, language, file))
        for message in CATALOG.values():
            problems.extend(_check_message(texts, language, message))
    return problems


def _check_files(texts: Texts, language: str) -> Iterator[Problem]:
    there = {file.name.removesuffix(_SUFFIX) for file in (texts.folder / language).glob(f"*{_SUFFIX}")}
    helpers = {file for file, _, _ in PHRASES.values()}
    for name in sorted((set(CATALOG) | helpers) - there):
        yield _problem(language, name, 0, "is missing", "write it, or take it out of sms/catalog.py")
    for name in sorted(there - set(CATALOG) - helpers):
        yield _problem(language, name, 0, "belongs to no message", "remove it, or name it in sms/catalog.py")


def _check_source(texts: Texts, language: str, file: Path) -> Iterator[Problem]:
    name = file.name.removesuffix(_SUFFIX)
    try:
        source = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        yield _problem(language, name, 0, "can't be read", "make it a text file in UTF-8 that the hotline may read")
        return
    plain = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), source)
    for line, words in enumerate(plain.splitlines(), start=1):
        if language in GSM and encoding(words) != "GSM-7":
            what = "holds 汉字" if has_han(words) else "holds a character outside GSM-7"
            yield _problem(language, name, line, what, "plain letters only: one other makes the whole text UCS-2")
    try:
        tree = texts.environment.parse(source)
    except TemplateSyntaxError as error:
        yield _problem(language, name, error.lineno, error.message or "syntax error", "mend the template's syntax")
        return
    values = CATALOG[name].values if name in CATALOG else {}
    for unknown in sorted(find_undeclared_variables(tree) - _GLOBALS - set(values)):
        line = next((node.lineno for node in tree.find_all(nodes.Name) if node.name == unknown), 1)
        what = f"uses {unknown}, which is not a value of this message"
        yield _problem(language, name, line, what, "name it in sms/catalog.py")


def _check_message(texts: Texts, language: str, message: Message) -> Iterator[Problem]:
    seen: set[str] = set()
    for sample in message.samples(language):
        try:
            body = texts.render_strictly(message, language, sample, datetime.fromisoformat(SAMPLE_NOW))
        except (TemplateNotFound, TemplateSyntaxError, OSError, UnicodeDecodeError):
            return  # told by the checks of the files
        except (TemplateError, ValueError, TypeError, LookupError) as error:
            line, what, mend = _line_of(error), f"does not render: {error}", "use only the values of sms/catalog.py"
        else:
            found, line = segments(body), 1
            if found.count <= message.limit and not (language in GSM and found.encoding != "GSM-7"):
                continue
            what = f"takes {found.count} segments ({found.encoding}) at its longest; {message.limit} are allowed"
            mend = "shorten it, clip a value, or shorten the city's signature"
        if what not in seen:
            seen.add(what)
            yield _problem(language, message.name, line, what, mend)


def _problem(language: str, name: str, line: int, what: str, mend: str) -> Problem:
    return Problem(file=f"sms/templates/{language}/{name}{_SUFFIX}", line=line, what=what, mend=mend)


def _line_of(error: Exception) -> int:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(_SUFFIX)]
    return frames[-1].lineno or 1 if frames else 1
