# SPDX-License-Identifier: GPL-2.0-only
"""A cluster of one node on the loopback, with its own munge: what the engine of Slurm is tested against."""

import os
import shutil
import socket
import subprocess
import tempfile
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol")
CONFIGURATION = """\
ClusterName=edge
SlurmctldHost={host}(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
SlurmctldPort={port}
SlurmdPort={node_port}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
MailProg=/bin/true
SchedulerParameters=batch_sched_delay=0,sched_interval=1
MaxArraySize=8
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def which(program):
    """Return where a program is, also one for administrators."""
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def lacking():
    """Return why there can be no cluster here, or ''."""
    missing = [program for program in PROGRAMS if not which(program)]
    if missing:
        return "not installed: " + ", ".join(missing) + " (./edge-ai install slurm)"
    return "" if os.geteuid() == 0 else "slurmd needs root"


def port():
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """Daemons in a folder of their own; ended with what they started when the test ends."""

    def __init__(self):
        # A short path without blanks: it is in a configuration, and that of a socket.
        self.folder = tempfile.mkdtemp(prefix="slurm-", dir="/tmp")
        os.chmod(self.folder, 0o755)
        self.daemons = []
        self.host = socket.gethostname().split(".")[0]
        for name in ("state", "spool", "munge"):
            os.makedirs(os.path.join(self.folder, name), 0o700)
        self.configuration = os.path.join(self.folder, "slurm.conf")
        with open(self.configuration, "w", encoding="utf-8") as out:
            out.write(CONFIGURATION.format(host=self.host, folder=self.folder, port=port(), node_port=port()))
        key = os.path.join(self.folder, "munge", "key")
        with open(key, "wb") as out:
            out.write(os.urandom(128))
        os.chmod(key, 0o400)

    def start(self, program, *words):
        """Start a daemon in the foreground."""
        with open(os.path.join(self.folder, program + ".out"), "wb") as out:
            self.daemons.append(subprocess.Popen([which(program), *words], stdin=subprocess.DEVNULL, stdout=out,
                                                 stderr=subprocess.STDOUT, cwd=self.folder, env=self.environment()))

    def environment(self):
        """Return the environment in which Slurm's commands find this cluster."""
        return dict(os.environ, SLURM_CONF=self.configuration,
                    PATH=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")

    def up(self):
        """Start the daemons, and wait until the node takes jobs."""
        munge = os.path.join(self.folder, "munge")
        self.start("munged", "--foreground", "--force", f"--key-file={munge}/key", f"--pid-file={munge}/pid",
                   f"--seed-file={munge}/seed", f"--log-file={munge}/log", f"--socket={self.folder}/munge.socket")
        self.wait(lambda: os.path.exists(os.path.join(self.folder, "munge.socket")), "munged")
        self.start("slurmctld", "-D", "-c", "-f", self.configuration)
        self.wait(lambda: self.ask("ping") == 0, "slurmctld")
        self.start("slurmd", "-D", "-c", "-f", self.configuration, "-N", self.host)
        self.wait(lambda: "State=IDLE" in self.told("show", "node", self.host), "slurmd")

    def told(self, *words):
        """Return what the controller says."""
        return subprocess.run([which("scontrol"), *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, env=self.environment(), check=False).stdout

    def ask(self, *words):
        """Return whether the controller answers: 0."""
        return 0 if "UP" in self.told(*words) else 1

    def wait(self, ready, what):
        """Wait until a daemon is ready."""
        end = time.monotonic() + 30
        while not ready():
            if time.monotonic() > end:
                raise RuntimeError(f"{what} does not answer:\n{self.logs()}")
            time.sleep(0.2)

    def logs(self):
        """Return the ends of the logs."""
        text = ""
        for name in sorted(os.listdir(self.folder)):
            if name.endswith((".out", ".log")):
                with open(os.path.join(self.folder, name), encoding="utf-8", errors="replace") as log:
                    text += f"{name}:\n" + "".join(log.readlines()[-6:])
        return text

    def down(self):
        """End the daemons."""
        for daemon in reversed(self.daemons):
            daemon.terminate()
        for daemon in reversed(self.daemons):
            try:
                daemon.wait(10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
