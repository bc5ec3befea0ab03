// Rich-text files that hold an object which updates by itself.
rule toguna_rtf_object
{
    meta:
        id = "TGN-Y-0022"
        title = "Rich-text file with an object that loads by itself"
        description = "A rich-text file holds an embedded object that is loaded without a click, a known way to use old weaknesses of text editors. Check that the machine that opened it is patched."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1203/"
        reference = "https://attack.mitre.org/techniques/T1566/001/"
        falsepositives = "Old reports with an embedded spreadsheet, which do not update by themselves"
    strings:
        $rtf = "{\\rt"
        $data = "\\objdata" nocase
        $upd = "\\objupdate" nocase
        $eq1 = "Equation.3" nocase
        $eq2 = "4571756174696f6e2e33" nocase
        $eq3 = "0002CE02" nocase
        $link = "\\objautlink" nocase
    condition:
        filesize < 20MB and $rtf at 0 and $data and any of ($upd, $eq*, $link)
}
