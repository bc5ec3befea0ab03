// Ransom notes in French and Mongolian.
rule toguna_ransom_note_local
{
    meta:
        id = "TGN-Y-0015"
        title = "Ransom note in French or Mongolian"
        description = "A text in a language of the country says that files are encrypted and how to pay. Notes in local languages often mean an intruder who chose the victim: expect stolen copies, and look for others of the same sector."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "critical"
        reference = "https://attack.mitre.org/techniques/T1486/"
        falsepositives = "Lessons and news that quote a note at length"
    strings:
        $fr1 = "fichiers ont été chiffrés" nocase
        $fr2 = "fichiers ont été cryptés" nocase
        $fr3 = "fichiers sont chiffrés" nocase
        $fr4 = "données ont été volées" nocase
        $mn1 = "файлуудыг шифрлэ"
        $mn2 = "файлууд шифрлэгд"
        $mn3 = "файлуудыг түгж"
        $pay1 = "bitcoin" nocase
        $pay2 = "биткойн"
        $pay3 = ".onion" nocase
        $pay4 = "rançon" nocase
        $pay5 = "портфель"
        $pay6 = "tor browser" nocase
        $key1 = "déchiffr" nocase
        $key2 = "décrypt" nocase
        $key3 = "clé" nocase
        $key4 = "түлхүүр"
        $key5 = "тайлах"
    condition:
        filesize < 256KB and any of ($fr*, $mn*) and any of ($pay*) and any of ($key*)
}
