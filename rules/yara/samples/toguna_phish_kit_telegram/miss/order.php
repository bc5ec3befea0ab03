<?php
$m="Commande de ".$_POST["client"];
file_get_contents("https://api.telegram.org/bot0:EXAMPLE/sendMessage?chat_id=1&text=".urlencode($m));
