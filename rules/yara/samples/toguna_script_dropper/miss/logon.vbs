Set n = CreateObject("WScript.Network")
n.MapNetworkDrive "S:", "\\serveur\commun"
