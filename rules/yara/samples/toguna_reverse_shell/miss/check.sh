#!/bin/bash
nc -z localhost 25 && echo mail ok
