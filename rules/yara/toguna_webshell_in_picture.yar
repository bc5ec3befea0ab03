// Files that begin like a picture and hold server code.
rule toguna_webshell_in_picture
{
    meta:
        id = "TGN-Y-0011"
        title = "Picture that holds server code"
        description = "The file opens as a picture but holds PHP code, so that an upload form accepts it. If it can be reached by a browser, it runs. Look for how it came in: the upload form needs mending first."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "critical"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        reference = "https://attack.mitre.org/techniques/T1036/008/"
        falsepositives = "Pictures whose description quotes code, for example in lessons"
    strings:
        $php = "<?php" nocase
        $act1 = "eval(" nocase
        $act2 = "system(" nocase
        $act3 = "shell_exec(" nocase
        $act4 = "move_uploaded_file(" nocase
        $act5 = "passthru(" nocase
        $act6 = "file_put_contents(" nocase
    condition:
        filesize < 10MB and (uint32(0) == 0x38464947 or uint16(0) == 0xd8ff or uint32(0) == 0x474e5089) and $php and any of ($act*)
}
