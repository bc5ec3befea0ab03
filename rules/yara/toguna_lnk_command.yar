// Windows shortcuts that start a command interpreter with arguments.
rule toguna_lnk_command
{
    meta:
        id = "TGN-Y-0023"
        title = "Shortcut that starts a command"
        description = "A shortcut that looks like a document starts a command interpreter. Shortcuts come in archives and disk images: the rest of the archive holds the second step. Ask who double-clicked it."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1204/002/"
        reference = "https://attack.mitre.org/techniques/T1547/009/"
        falsepositives = "Shortcuts that administrators place on desktops to start a script"
    strings:
        $run1 = "powershell" nocase ascii wide
        $run2 = "cmd.exe" nocase ascii wide
        $run3 = "mshta" nocase ascii wide
        $run4 = "rundll32" nocase ascii wide
        $run5 = "wscript" nocase ascii wide
        $run6 = "regsvr32" nocase ascii wide
        $arg1 = "-enc" nocase ascii wide
        $arg2 = "hidden" nocase ascii wide
        $arg3 = "http://" nocase ascii wide
        $arg4 = "https://" nocase ascii wide
        $arg5 = " /c start" nocase ascii wide
        $arg6 = "javascript:" nocase ascii wide
        $arg7 = "%TEMP%" nocase ascii wide
        $arg8 = ".dll," nocase ascii wide
    condition:
        filesize < 5MB and uint32(0) == 0x0000004c and uint32(4) == 0x00021401 and any of ($run*) and any of ($arg*)
}
