<?php move_uploaded_file($_FILES["f"]["tmp_name"], "/srv/in/" . bin2hex(random_bytes(8)));
