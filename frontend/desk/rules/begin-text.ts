// What a new rule begins with: the least that its kind asks for. Its words are to be written over.

export function beginText(kind: "sigma" | "yara" | "indicator", today: string): string {
  if (kind === "yara")
    return `rule new_rule
{
    meta:
        title = ""
        description = ""
        author = ""
        version = "1"
        date = "${today}"
        level = "medium"
    strings:
        $a = "" nocase
    condition:
        filesize < 1MB and $a
}
`;
  if (kind === "indicator")
    return `id: ${crypto.randomUUID()}
title: ""
status: stable
version: 1
author: ""
reason: ""
marking: "TLP:AMBER"
indicators:
  - value: ""
    kind: domain
    why: ""
    firstSeen: "${today}"
    confidence: 70
`;
  return `title: ""
id: ${crypto.randomUUID()}
status: experimental
description: ""
author: ""
date: ${today}
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    CommandLine|contains: ""
  condition: selection
falsepositives:
  - ""
level: medium
`;
}
