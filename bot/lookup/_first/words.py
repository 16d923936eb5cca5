"""Everyday English words that are never a slip of a medical name."""

from __future__ import annotations

__all__ = ["ORDINARY"]

#: Short words that have the letters of a code, words of greeting, and words a keystroke away from a medical name.
ORDINARY = frozenset(
    "a about act after again age all alt am and any arm arms as at ate back bad ban bat be bed been bet big bit bite bites "
    "body book box boy bra bus but buy by cake call came can cap car card care cars case cast cat cats cell cells chat city "
    "cold come cool cow cry cup cut cycle dad day did die do doc dog done door dot dr dry ear eat egg end er even ever eye "
    "face fall family fan far fast fat feel few fine fish fit food for free friend fun game gas get girl go god good got "
    "great gun guy had hair hand happy has hat have he hello help her here hey hi high him his hit home hot house how hug i "
    "ice if ill in io is it its jack job key kid kids kind know lag last late law leg less let life light like line list "
    "little live log long look lot love low lump luck mad mage made main make man map mars may me mean meet men met milk mind "
    "mine miss mm mom money moon more mother mouse move mum music my name near need net new news next nice night no not now "
    "of off oh ok okay old on one open or os our out over own pain park part pay pc pd pen people pet pets phone pick pig "
    "plan play please point pole port post pr pray price pure put rain ran rash read real red rest right road room run sad "
    "said same sat save saw say school sea see self send set she shop shot show sick side sing sit site sky sleep slow small "
    "smile snow so some son song soon sorry star start stay step still stop story street sun sure table take talk tall tax "
    "tea team tell ten test text thank thanks that the them then there they thing think this three tie til till time tip to "
    "today tom too top town toy train tree try tv two uc up us use used van very wait walk wall want war was water way we "
    "weather week well were what when where which who why wife will win wine with word work world worry yes yet you young "
    "your zoo hola gracias bueno buenos adios amigo casa".split()
)
