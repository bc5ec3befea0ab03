<?php
$to = "accueil@mairie.example";
mail($to, "Message", $_POST["message"]." ".$_SERVER["REMOTE_ADDR"]);
header("Location: merci.html");
