// Texts that open a command line towards another machine.
rule toguna_reverse_shell
{
    meta:
        id = "TGN-Y-0030"
        title = "Reverse shell"
        description = "The text opens a command line that connects out to another machine, a way round the firewall. The address in it is the intruder's: look for it in the firewall's log."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "critical"
        reference = "https://attack.mitre.org/techniques/T1059/004/"
        reference = "https://attack.mitre.org/techniques/T1095/"
        falsepositives = "Training notes for penetration testers"
    strings:
        $bash = /bash {1,3}-i {0,3}>& {0,3}\/dev\/tcp\/[^\s]{3,80}\/[0-9]{2,5}/
        $nc = /nc(at)? {1,3}(-e|-c) {1,3}\/bin\/(ba)?sh {1,3}[^\s]{3,80} {1,3}[0-9]{2,5}/
        $fifo = /mkfifo {1,3}[^\s;]{2,60};[^\r\n]{0,80}\| {0,2}nc /
        $py1 = "socket.socket(socket.AF_INET" nocase
        $py2 = "os.dup2(s.fileno()" nocase
        $py3 = "subprocess.call([\"/bin/sh\"" nocase
        $ps1 = "Net.Sockets.TCPClient(" nocase ascii wide
        $ps2 = "GetStream()" nocase ascii wide
        $ps3 = "iex $" nocase ascii wide
    condition:
        filesize < 2MB and ($bash or $nc or $fifo or ($py1 and $py2) or ($py1 and $py3) or all of ($ps*))
}
