<?php
$host = escapeshellarg(in_array($_GET["h"], $allowed, true) ? $_GET["h"] : "localhost");
system("ping -c 1 " . $host);
