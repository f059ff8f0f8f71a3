"""Where open one-to-ones take place: all of a series that can still change."""

from engage.web.forms import Versioned
from engage.workshops.forms.one_to_ones import SeriesForm
from engage.workshops.models import Way
from engage.workshops.service.one_to_ones import Where


class WhereForm(Versioned):
    """The same three fields as when the series was made."""

    way = SeriesForm.way
    venue = SeriesForm.venue
    joining_link = SeriesForm.joining_link
    validate_joining_link = SeriesForm.validate_joining_link

    @property
    def where(self) -> Where:
        said = self.data
        return Where(way=Way(said["way"]), venue=said["venue"], joining_link=said["joining_link"])
