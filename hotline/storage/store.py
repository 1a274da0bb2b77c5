"""All shelves of one transaction."""

from hotline.storage.absences import Absences
from hotline.storage.aftermath import Aftermath
from hotline.storage.audit import AuditLog
from hotline.storage.broadcasts import Broadcasts
from hotline.storage.bulk import Bulk
from hotline.storage.callbacks import CallBacks
from hotline.storage.calls import Calls
from hotline.storage.city import City, CityCache
from hotline.storage.clocks import Clocks
from hotline.storage.desk import Desk
from hotline.storage.drafts import Drafts
from hotline.storage.duty import Duty
from hotline.storage.entries import Entries
from hotline.storage.evidence import Evidence
from hotline.storage.flags import Flags
from hotline.storage.flow_versions import FlowVersions
from hotline.storage.followers import Followers
from hotline.storage.forgetting import Forgetting
from hotline.storage.handling import Handling
from hotline.storage.inbound import Inbound
from hotline.storage.known_events import KnownEvents
from hotline.storage.kpis import Kpis
from hotline.storage.leases import Leases
from hotline.storage.links import Links
from hotline.storage.meta import Meta
from hotline.storage.observers import Observers
from hotline.storage.outbox import Outbox
from hotline.storage.patterns import Patterns
from hotline.storage.photos import Photos
from hotline.storage.questions import Questions
from hotline.storage.recordings import Recordings
from hotline.storage.reporters import Reporters
from hotline.storage.surveys import Surveys
from hotline.storage.tickets import Tickets
from hotline.storage.transaction import Transaction
from hotline.storage.votes import Votes
from hotline.storage.waits import Waits
from hotline.storage.webhooks import Webhooks


class Store:
    """What a use case holds in its hands while its transaction is open."""

    def __init__(self, tx: Transaction, cache: CityCache) -> None:
        self._tx = tx
        self.webhooks = Webhooks(tx)
        self.inbound = Inbound(tx)
        self.reporters = Reporters(tx)
        self.tickets = Tickets(tx)
        self.entries = Entries(tx)
        self.clocks = Clocks(tx)
        self.outbox = Outbox(tx)
        self.surveys = Surveys(tx)
        self.questions = Questions(tx)
        self.calls = Calls(tx)
        self.drafts = Drafts(tx)
        self.recordings = Recordings(tx)
        self.callbacks = CallBacks(tx)
        self.city = City(tx, cache)
        self.audit = AuditLog(tx)
        self.followers = Followers(tx)
        self.known_events = KnownEvents(tx, cache)
        self.photos = Photos(tx)
        self.links = Links(tx)
        self.votes = Votes(tx)
        self.observers = Observers(tx)
        self.broadcasts = Broadcasts(tx)
        self.forgetting = Forgetting(tx)
        self.waits = Waits(tx)
        self.duty = Duty(tx, cache)
        self.absences = Absences(tx, cache)
        self.leases = Leases(tx)
        self.meta = Meta(tx, cache)
        self.flow_versions = FlowVersions(tx)
        self.desk = Desk(tx)
        self.kpis = Kpis(tx)
        self.handling = Handling(tx)
        self.aftermath = Aftermath(tx)
        self.flags = Flags(tx)
        self.patterns = Patterns(tx)
        self.evidence = Evidence(tx)
        self.bulk = Bulk(tx)

    def flush(self) -> None:
        """Send what was collected so far; a commit does it by itself."""
        self._tx.flush()
