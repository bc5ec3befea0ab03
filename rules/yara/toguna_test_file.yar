// The harmless file with which antivirus programs are tested.
rule toguna_test_file
{
    meta:
        id = "TGN-Y-0033"
        title = "Antivirus test file"
        description = "The file is the public, harmless test file of the antivirus industry. It shows that reports reach the scanner; nothing needs to be done."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "informational"
        reference = "https://www.eicar.org/download-anti-malware-testfile/"
        falsepositives = "None: the content is exact"
    strings:
        $head = { 58 35 4f 21 50 25 40 41 50 5b 34 5c 50 5a 58 35 34 28 50 5e 29 37 43 43 29 37 7d 24 }
        $tail = { 45 49 43 41 52 2d 53 54 41 4e 44 41 52 44 2d 41 4e 54 49 56 49 52 55 53 2d 54 45 53 54 2d 46 49 4c 45 21 24 48 2b 48 2a }
    condition:
        filesize < 256 and $head at 0 and $tail
}
