// Settings of coin miners, often left after a break-in.
rule toguna_miner_config
{
    meta:
        id = "TGN-Y-0032"
        title = "Coin miner's settings"
        description = "The file makes a machine mine coins for somebody else. On a server it means that a stranger could run programs there: the miner is the harmless part of that news."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "medium"
        reference = "https://attack.mitre.org/techniques/T1496/"
        falsepositives = "Machines whose owner mines knowingly"
    strings:
        $pool1 = "stratum+tcp://" nocase
        $pool2 = "stratum+ssl://" nocase
        $pool3 = "\"pools\"" nocase
        $algo1 = "\"rx/0\"" nocase
        $algo2 = "randomx" nocase
        $algo3 = "cryptonight" nocase
        $who1 = "\"donate-level\"" nocase
        $who2 = "\"rig-id\"" nocase
        $who3 = "xmrig" nocase
    condition:
        filesize < 20MB and any of ($pool*) and any of ($algo*) and any of ($who*)
}
