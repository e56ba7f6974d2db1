"""What listeners notice when an instance dies, and when both are replaced: nothing."""
import signal

from client import Client
from load import Load
from processes import Failure


class Outage:
    def __init__(self, cluster, story, say):
        self.edge, self.lathe, self.programs, self.say = cluster.edge, cluster.lathe, cluster.programs, say
        self.listeners = [self.listener(f"listener-{number}", story) for number in range(16)]

    def listener(self, name, story):
        """A token, and what it asks for: the service's answers that are never kept, and files from the cache."""
        token = self.lathe.token("listener", name)
        return token, [f"{story.track}/stream", *story.files_for(Client(self.edge, token))]

    def show(self):
        with Load(self.edge, self.listeners) as load:
            load.wait_for(120)
            killed = self.kill(load)
            load.wait_for(240)
            status = self.replace(1)
            load.wait_for(240)
        if load.failures or status != 0:
            raise Failure(f"{len(load.failures)} requests failed twice, exit status {status}: {load.failures[:5]}")
        self.say(killed)
        self.say(f"both instances replaced: {load.asked} requests, {load.retried} repeated, 0 failed, slowest "
                 f"{load.slowest:.2f} s")

    def kill(self, load):
        """Kills the first instance as a machine does that loses its power, and starts it again after a while."""
        lines = len(self.edge.requests())
        self.programs.signal(self.lathe.name(0), signal.SIGKILL)
        load.wait_for(600)
        moved = sum(", " in line["upstream"].split(" : ")[0] for line in self.edge.requests()[lines:])
        if not moved:
            raise Failure("nobody asked the instance that was killed")
        text = (f"kill -9 of one instance under load: {load.asked} requests, {moved} moved to the other one by nginx, "
                f"{load.retried} repeated by listeners, {len(load.failures)} failed")
        self.programs.wait(self.lathe.name(0), 5)
        self.start(0)
        return text

    def replace(self, number):
        """As an upgrade does: tells one to stop and starts another. Returns the first one's exit status."""
        self.programs.signal(self.lathe.name(number), signal.SIGTERM)
        status = self.programs.wait(self.lathe.name(number), 30)
        self.start(number)
        return status

    def start(self, number):
        self.lathe.start_instance(number)
        self.lathe.wait_until_ready(number)
