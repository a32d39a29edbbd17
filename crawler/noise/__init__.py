"""Which differences between the texts of one document are not changes of policy. Pure; decided out of the history itself.

A *look* is a capture whose text is known. All looks of a document are judged together, in time order, so the result depends
on the set of looks and not on the order in which they came. Nothing is deleted: a ruling says that a wording, at these
times, stands for another one, and why; versions built without rulings are the raw ones.

Five rules, each with the evidence it asks for, strongest first:

1. **Fragment** (``broken``). A text under half as long as its neighbours', whose words are theirs (or that shares next to
   nothing with them and was gone within ten days), and the text before comes back after one look, or within 60 days: a
   broken reading or capture. It says nothing, not even when it was taken; at the ends of the history nothing is a fragment.
   *8,000 words, 8,000, 900 of the same, 8,000.* A short text that stays, or that says something new for weeks, is an edit.
2. **Another page by turns** (``variant``). Two texts that share little alternate five times or more: the smaller family says
   nothing about the larger. *American, European, American, American, European, American page.* Taken over for good: an edit.
3. **A passage by turns** (``variant``). A block comes and goes five times or more, or twice for single looks: the likeliest
   course of really present, really absent and served at random decides what stands (``crawler.noise.turns``).
   *A cookie banner in every third capture; a paragraph that now and then fails to be read.* An edit that is taken back once
   (A, B, A) has two turns; taken back and made again, three: both are history.
4. **A number or date that always runs** (``furniture``). Blocks equal but for numbers, names of months and days, or session
   tokens, that differ in seven of ten looks, with four changes within ten days: counters, "today is", tokens. Their words are
   still compared. *"Last updated"* changes between looks that lie apart, and stays between looks that lie close: an edit. Where
   looks never lie close, twelve pairs of looks of which eight in ten differ are enough for a short block that speaks of
   visitors, of today, or of the page served. *"We keep call records for 12 months"* may be edited each year: an edit.
5. **A place that always changes** (``furniture``). Between the same established neighbours there are other short blocks at
   nearly every look; or none is seen to stay for three weeks, out of twelve or more; or the same ones keep coming back in turn:
   recommended articles, news, testimonials. Long blocks, and
   those that date an update, are never taken for furniture by their place.

What this cannot tell: a passage served in variants and edited meanwhile shows its edit only when the turns have stopped; a
policy that is really edited at every look in one short block, twenty times running, reads like furniture.
"""

from crawler.noise.rulings import NoiseFilter, Ruling, Sighting, rulings

__all__ = ["NoiseFilter", "Ruling", "Sighting", "rulings"]
