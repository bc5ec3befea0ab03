// Disk images that hold a shortcut beside a library or program.
rule toguna_iso_with_shortcut
{
    meta:
        id = "TGN-Y-0024"
        title = "Disk image with a shortcut and a program"
        description = "A disk image holds a shortcut beside a program or library: opening the image mounts it like a USB stick, the shortcut starts the rest, and older Windows shows no warning because the mark of the web is lost."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1553/005/"
        reference = "https://attack.mitre.org/techniques/T1204/002/"
        falsepositives = "Installation images of software vendors, which have no shortcut in the first folder"
    strings:
        $lnk = ".LNK;1" nocase
        $lnkw = { 2e 00 6c 00 6e 00 6b }
        $lnkj = { 00 2e 00 6c 00 6e 00 6b }
        $part1 = ".DLL;1" nocase
        $part2 = ".EXE;1" nocase
        $part3 = ".JS;1" nocase
        $part4 = ".BAT;1" nocase
        $part5 = ".VBS;1" nocase
    condition:
        filesize > 32KB and filesize < 100MB and uint32(0x8001) == 0x30304443 and any of ($lnk*) and any of ($part*)
}
