// Private keys in files that were sent or published.
rule toguna_private_key_leak
{
    meta:
        id = "TGN-Y-0037"
        title = "Private key in a file"
        description = "The file holds a private key in clear. Whoever received it holds it too: the key must be replaced everywhere it opens something, and its use since then looked at."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1552/004/"
        falsepositives = "Test keys of software; those are published on purpose"
    strings:
        $k1 = "-----BEGIN OPENSSH PRIVATE KEY-----"
        $k2 = "-----BEGIN RSA PRIVATE KEY-----"
        $k3 = "-----BEGIN EC PRIVATE KEY-----"
        $k4 = "-----BEGIN PRIVATE KEY-----"
        $k5 = "-----BEGIN PGP PRIVATE KEY BLOCK-----"
        $k6 = "PuTTY-User-Key-File-"
    condition:
        filesize < 5MB and any of them
}
