// Shell scripts that fetch a program, hide it and make it come back.
rule toguna_shell_dropper_linux
{
    meta:
        id = "TGN-Y-0029"
        title = "Linux script that fetches a program and makes it stay"
        description = "The script fetches a program with curl or wget, runs it, and writes itself into scheduled tasks or system services. Servers with an open service or weak password get it by scanning: close the door before cleaning."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1053/003/"
        reference = "https://attack.mitre.org/techniques/T1105/"
        falsepositives = "Installation scripts of agents, which do not hide in temporary folders"
    strings:
        $get1 = /(curl|wget) [^\r\n]{0,120}https?:\/\/[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}/
        $get2 = /(curl|wget) [^\r\n]{0,160}\| {0,2}(ba)?sh/
        $hide1 = "/dev/shm/"
        $hide2 = "/tmp/."
        $hide3 = "/var/tmp/."
        $hide4 = "chattr +i"
        $hide5 = "history -c"
        $stay1 = "crontab"
        $stay2 = "/etc/cron"
        $stay3 = "/etc/systemd/system/"
        $stay4 = "authorized_keys"
        $stay5 = "/etc/rc.local"
    condition:
        filesize < 1MB and any of ($get*) and any of ($hide*) and any of ($stay*)
}
