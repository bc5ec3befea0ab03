// Password lists written by information stealers.
rule toguna_stealer_passwords
{
    meta:
        id = "TGN-Y-0017"
        title = "Stolen passwords, as an information stealer writes them"
        description = "The file lists addresses, user names and passwords in the form that information stealers write. Each line is a person or organisation to warn; sessions must be ended as well as passwords changed. Never try the passwords."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1555/003/"
        reference = "https://attack.mitre.org/techniques/T1589/001/"
        falsepositives = "Exports of a person's own password manager, sent by mistake"
    strings:
        $soft = /\n?(SOFT|Soft|Software|Browser|Application|Storage): {0,4}[^\r\n]{2,80}\r?\n/
        $url = /\n(URL|Url|Host|HOST): {0,4}https?:\/\/[^\r\n]{3,200}\r?\n/
        $user = /\n(USER|Username|Login|LOGIN|USERNAME): {0,4}[^\r\n]{1,120}\r?\n/
        $pass = /\n(PASS|Password|PASSWORD|Pass): {0,4}[^\r\n]{1,120}\r?\n/
    condition:
        filesize < 50MB and $soft and #url > 1 and #user > 1 and #pass > 1
}
