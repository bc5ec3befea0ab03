<?php
// Loads a cached page.
$data = base64_decode($row["cache"]);
echo gzinflate($data);
