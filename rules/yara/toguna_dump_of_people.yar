// Lists of people with several kinds of personal details, as leaks are published.
rule toguna_dump_of_people
{
    meta:
        id = "TGN-Y-0039"
        title = "List of people with personal details"
        description = "The file lists many people with mail address, telephone and birth date or identity number. If it comes from a register, the law on personal data applies: find the holder, count the people, and do not pass the file on."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "medium"
        reference = "https://attack.mitre.org/techniques/T1589/"
        falsepositives = "An organisation's own contact list, sent by its owner"
    strings:
        $head1 = /(nom|name|last_?name|surname|овог)[;,\t|"][^\r\n]{0,160}(tel|phone|telephone|утас)[^\r\n]{0,160}(naissance|birth|dob|nina|passport|регистр)/ nocase
        $head2 = /INSERT INTO `?(users|clients|customers|citizens|abonnes|patients)`? /
        $mail = /@[a-z0-9\-]{2,30}\.(com|net|org|example)[^a-z]/
    condition:
        filesize < 100MB and any of ($head*) and #mail > 4
}
