#!/bin/sh
# Makes the documents of tests/import/documents again. Needs LibreOffice
# (Debian: libreoffice-writer-nogui) and Python 3; the tests need neither.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/sources/wrap.py" "$work"
convert() { # source, format, name
    soffice --headless -env:UserInstallation="file://$work/profile" --convert-to "$2" --outdir "$work/out" "$work/$1.fodt" >/dev/null 2>&1
    ending=${2%%:*}
    cp "$work/out/$1.$ending" "$here/documents/$3.$ending"
    # What LibreOffice itself takes for the words of the document.
    soffice --headless -env:UserInstallation="file://$work/profile" --convert-to "txt:Text (encoded):UTF8" --outdir "$work/out" "$here/documents/$3.$ending" >/dev/null 2>&1
    cp "$work/out/$3.txt" "$here/documents/$3.words.txt"
}
convert letter docx letter
convert lists odt lists
convert lists docx lists-word
convert notes docx notes
convert notes html notes-page
convert picture docx picture
convert table odt table
convert tracked docx tracked
convert arabic odt arabic
convert letter html page
for picture in "$work"/out/*_html_*; do
    if [ -e "$picture" ]; then cp "$picture" "$here/documents/"; fi
done
