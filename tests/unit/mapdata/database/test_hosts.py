"""Which replicas readers are sent to, by the log positions of primary and replicas as they are seen."""

import psycopg

from interactive_maps.mapdata.database.hosts import Host, Positions, Watch


class Cluster(Watch):
    """A watch whose servers say what the test wants: ``positions`` by host, None where one is away."""

    def __init__(self, hosts):
        self.positions = {}
        super().__init__(hosts, {}, 10.0)

    def _run(self):
        """Look at nothing by itself."""

    def _fetch_position(self, host):
        position = self.positions[host]
        if position is None:
            raise psycopg.OperationalError("away")
        return position

    def look(self, **positions):
        for host in self._hosts:
            self.positions[host] = positions[host.name]
        for host in self._hosts:
            self._look_at(host)
        return [host.name for host in self._hosts if host.usable and not host.is_primary]


def make_cluster():
    return Cluster([Host("primary", "1", is_primary=True), Host("one", "1"), Host("two", "1")])


def test_lag_is_the_age_of_the_oldest_position_that_is_missing():
    positions = Positions()
    for now in range(5):
        positions.add(float(now), 100 + now)
    assert positions.measure_lag(5.0, 104) == 0
    assert positions.measure_lag(5.0, 101) == 3


def test_a_primary_that_is_behind_the_last_one_is_measured_by_itself():
    """What was promoted lacks the end of the old log: its replicas, level with it, do not lag."""
    positions = Positions()
    positions.add(0.0, 500)
    positions.add(1.0, 300)
    assert positions.measure_lag(60.0, 300) == 0
    assert positions.measure_lag(60.0, 299) == 59


def test_a_replica_that_follows_a_lost_primary_is_left_out_until_it_is_made_anew():
    cluster = make_cluster()
    assert cluster.look(primary=500, one=400, two=500) == ["one", "two"]
    # "one" is promoted: from now on it is asked as the primary, too.
    assert cluster.look(primary=410, one=410, two=500) == ["one"]
    assert cluster.look(primary=600, one=600, two=500) == ["one"]
    assert cluster.look(primary=610, one=610, two=None) == ["one"]
    assert cluster.look(primary=620, one=620, two=620) == ["one", "two"]


def test_a_replica_may_be_ahead_of_what_the_primary_said_before_it():
    cluster = make_cluster()
    for position in range(100, 200, 10):
        assert cluster.look(primary=position, one=position + 5, two=position + 9) == ["one", "two"]
