"""The sections of config.yaml for what residents take part in: observers with their points, broadcasts."""

from pydantic import Field

from hotline.config.section import Section
from hotline.config.values import Language, Name, Names, Percent, SomeSpan
from hotline.domain.duration import Duration


class Reward(Section):
    id: Name
    name: Names
    words: dict[Language, tuple[str, ...]] = Field(default_factory=dict, description="What else it is called in a text.")
    points: int = Field(ge=1, le=99999)


class Observers(Section):
    report: int = Field(10, ge=0, le=1000, description="Points for a report of one's own that was put right, or not denied.")
    verdict: int = Field(2, ge=0, le=1000, description="For the first answer to the question whether it is solved.")
    lookback: int = Field(5, ge=0, le=1000, description="For the answer whether it still holds a month later.")
    stars: tuple[int, int, int, int, int] = Field(
        (0, 50, 150, 400, 1000), description="From how many points ever earned each of the five stars is held."
    )
    rewards: tuple[Reward, ...] = Field(
        (), max_length=9, description="What there is for points: id, name and other words in each language, price in points."
    )
    within: SomeSpan = Field(Duration.parse("5wd"), description="Within which time what was redeemed is there.")
    where: dict[Language, str] = Field(default_factory=dict, description="Where it is fetched, in each language.")


class Broadcasts(Section):
    share: Percent = Field(
        50, description="Of carrier.texts_per_second, for broadcasts; the rest is there for answers meanwhile."
    )
