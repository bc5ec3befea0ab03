// Ransom notes in English.
rule toguna_ransom_note
{
    meta:
        id = "TGN-Y-0014"
        title = "Ransom note"
        description = "A text says that files are encrypted and how to pay. Before any restoring: cut the network, keep one encrypted machine as it is, and look for when the intruder first came in; the copies may have been stolen too."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "critical"
        reference = "https://attack.mitre.org/techniques/T1486/"
        reference = "https://attack.mitre.org/techniques/T1657/"
        falsepositives = "Lessons and news that quote a note at length"
    strings:
        $lock1 = "files have been encrypted" nocase
        $lock2 = "files are encrypted" nocase
        $lock3 = "network has been encrypted" nocase
        $lock4 = "files were encrypted" nocase
        $lock5 = "data has been stolen" nocase
        $way1 = ".onion" nocase
        $way2 = "bitcoin" nocase
        $way3 = "monero" nocase
        $way4 = "tox id" nocase
        $way5 = "tor browser" nocase
        $key1 = "decryption tool" nocase
        $key2 = "decryptor" nocase
        $key3 = "private key" nocase
        $key4 = "decrypt" nocase
        $threat1 = "do not rename" nocase
        $threat2 = "do not try to" nocase
        $threat3 = "will be published" nocase
        $threat4 = "price will" nocase
        $threat5 = "third party" nocase
        $threat6 = "leak" nocase
    condition:
        filesize < 256KB and any of ($lock*) and any of ($way*) and any of ($key*) and any of ($threat*)
}
