Invoke-WebRequest https://updates.example/list.json -OutFile list.json
