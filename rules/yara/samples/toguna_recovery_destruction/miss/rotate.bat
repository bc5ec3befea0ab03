@echo off
rem keep one shadow copy
vssadmin list shadows
wbadmin get versions
