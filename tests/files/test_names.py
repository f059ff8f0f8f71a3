import pytest

from engage.files.checking.names import LONGEST, clean_name, ending_of


@pytest.mark.parametrize(
    ("sent", "clean"),
    [
        ("Report 2026.docx", "Report 2026.docx"),
        ("Straßenplan – Entwurf.DOCX", "Straßenplan – Entwurf.docx"),
        ("报告.docx", "报告.docx"),
        ("../../etc/passwd.docx", "passwd.docx"),
        ("C:\\Users\\pat\\My report.docx", "My report.docx"),
        ("\u202excod.exe.docx", "xcod.exe.docx"),
        ("a\u200bb\u00adc.docx", "abc.docx"),
        ("a\0b\r\nc.docx", "ab c.docx"),
        ('x"; filename="y.exe.docx', "x-- filename=-y.exe.docx"),
        ("a<b>c:d|e?f*g.docx", "a-b-c-d-e-f-g.docx"),
        ("CON.docx", "document CON.docx"),
        ("nul.x.docx", "document nul.x.docx"),
        (".docx", "document.docx"),
        ("   .docx", "document.docx"),
        ("...docx", "document.docx"),
        ("", "document.docx"),
        ("no ending", "no ending.docx"),
        ("a" * 300 + ".docx", "a" * LONGEST + ".docx"),
    ],
)
def test_a_name_is_only_a_name(sent: str, clean: str) -> None:
    assert clean_name(sent, "docx") == clean


@pytest.mark.parametrize(
    ("sent", "ending"),
    [
        ("a.PDF", "pdf"),
        ("a.b.c", "c"),
        ("none", ""),
        ("folder.x/none", ""),
        ("a.pdf ", "pdf"),
        ("a.", ""),
    ],
)
def test_the_ending_of_a_name(sent: str, ending: str) -> None:
    assert ending_of(sent) == ending
