// Output of tools that read passwords from a Windows memory.
rule toguna_credential_dump_output
{
    meta:
        id = "TGN-Y-0031"
        title = "Output of a password-dumping tool"
        description = "The text is the output of a tool that reads passwords out of a Windows machine's memory or accounts database. Every account in it must be considered known to the intruder, the domain's own first."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "critical"
        reference = "https://attack.mitre.org/techniques/T1003/001/"
        reference = "https://attack.mitre.org/techniques/T1003/002/"
        falsepositives = "Reports of an ordered penetration test"
    strings:
        $m1 = "sekurlsa::" nocase ascii wide
        $m2 = "lsadump::" nocase ascii wide
        $m3 = "Authentication Id : 0 ;" ascii wide
        $m4 = "* NTLM     :" ascii wide
        $m5 = "gentilkiwi" nocase ascii wide
        $sam = /[A-Za-z0-9._$\-]{2,40}:[0-9]{3,6}:aad3b435b51404eeaad3b435b51404ee:[0-9a-f]{32}:::/ 
        $dcsync = /krbtgt:502:[0-9a-f]{32}:[0-9a-f]{32}:::/ nocase
    condition:
        filesize < 50MB and (2 of ($m*) or $sam or $dcsync)
}
