#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the sample corpus: small tales of a harbour town, one sentence a line.

The tales come from a grammar of whole sentences. What a tale is about (who, what is lost or made,
where, in which weather) is chosen once and kept to its end, so that the text can be read, and words
keep company as they do in real text: bakers with bread, keepers with lamps. The same seed gives the
same text to the byte.

    ./make_sample.py > sample.txt
"""
import random
import sys

TARGET_BYTES = 330_000
SEED = 1948

# name, pronoun (subject, object, possessive), trade, place of work, tool, habit
PEOPLE = [
    ("Mira", "she her her", "baker", "bakery", "long wooden spoon", "hummed while she worked"),
    ("Tobias", "he him his", "lighthouse keeper", "lighthouse", "brass telescope",
     "counted the waves in sevens"),
    ("Ines", "she her her", "boat builder", "boatyard", "plane", "spoke to the planks"),
    ("Old Havel", "he him his", "clockmaker", "clock shop", "smallest screwdriver",
     "was late for everything"),
    ("Lin", "she her her", "teacher", "schoolhouse", "blue chalk", "asked one question too many"),
    ("Bruno", "he him his", "ferryman", "ferry", "oar", "told the same joke to every passenger"),
    ("Greta", "she her her", "gardener", "walled garden", "watering can", "trusted no weather report"),
    ("Sami", "he him his", "fisherman", "fishing boat", "green net", "never learned to swim"),
    ("Odile", "she her her", "librarian", "library", "reading lamp", "read the last page first"),
    ("Petr", "he him his", "postman", "post office", "red bicycle", "whistled at every gate"),
    ("Yara", "she her her", "painter", "studio", "widest brush", "painted only in the rain"),
    ("Anselm", "he him his", "musician", "music shop", "gramophone",
     "tapped his foot before the music began"),
    ("Wen", "she her her", "tea merchant", "tea house", "iron kettle", "knew the weather by the steam"),
    ("Jonas", "he him his", "carpenter", "workshop", "folding rule", "measured everything twice"),
    ("Nadia", "she her her", "doctor", "surgery", "silver watch", "prescribed long walks"),
    ("Felix", "he him his", "beekeeper", "orchard", "straw hat", "lowered his voice near the hives"),
]
ANIMALS = ["the grey cat", "the ferry dog", "a one-eyed gull", "the baker's goat", "a small brown owl",
           "the old donkey", "a hedgehog", "the harbour seal"]
THINGS = [
    ("key", "small iron", "opened nothing that anyone could name"),
    ("letter", "folded", "had no address but smelled of oranges"),
    ("bell", "cracked", "rang only when nobody was listening"),
    ("lantern", "green", "burned a little longer than it should"),
    ("map", "torn", "showed an island that was not on any chart"),
    ("record", "black", "held a song that everybody half remembered"),
    ("coat", "yellow", "had eleven pockets and a secret twelfth"),
    ("compass", "stubborn", "pointed to the tea house"),
    ("teapot", "chipped", "poured a different tea each time"),
    ("music box", "silver", "stopped one note before the end"),
    ("umbrella", "striped", "had survived three owners and a storm"),
    ("notebook", "little red", "was full of words that began with the letter n"),
    ("loaf", "round", "was still warm in the evening"),
    ("clock", "tall", "ran backwards on Sundays"),
    ("kite", "paper", "came back without its tail"),
    ("bottle", "dusty", "held a message in very neat handwriting"),
]
PLACES = ["under the bridge", "at the end of the pier", "behind the fish market", "on the harbour wall",
          "at the foot of the lighthouse", "in the walled garden", "beside the old well",
          "on the steps of the library", "at the corner of Lantern Street", "in the square"]
WEATHER = [
    ("rain", "The rain came in from the sea and stayed for supper."),
    ("fog", "The fog was so thick that the gulls walked."),
    ("sun", "The sun lay on the roofs like butter on warm bread."),
    ("wind", "The wind turned every page in the town."),
    ("snow", "Snow had fallen in the night and nobody had told the sparrows."),
    ("frost", "Frost had drawn ferns on every window."),
    ("storm", "A storm had gone by in the night and left the air very clean."),
    ("heat", "It was so hot that even the clocks went slowly."),
]
SEASONS = ["spring", "summer", "autumn", "winter"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
FOODS = ["bread and butter", "plum cake", "fish soup", "apple pie", "hot chestnuts", "honey cake",
         "lemon tart", "potato pancakes", "a bowl of rice", "ginger biscuits"]
GREETINGS = ["Good morning", "Good evening", "Hello", "There you are", "Come in", "Sit down"]
FEELINGS = ["happy", "tired", "curious", "a little sad", "very proud", "quite certain", "hungry",
            "in no hurry"]
PROVERBS = [
    "A quiet harbour never made a good sailor.",
    "What the sea takes on Monday it brings back on Friday.",
    "You cannot hurry bread, tide or friends.",
    "A small lamp is enough for a short road.",
    "Whoever mends the net eats the fish.",
    "The first word is the hardest, and the second follows it.",
    "Count the boats before you count the fish.",
    "A question is half of its answer.",
    "The kettle that is watched sings out of spite.",
    "Every path in town goes down to the water.",
    "Old songs know the way home.",
    "There is no bad weather for a good story.",
]
ANSWERS = {
    "Where did you find it?": [
        "I found it {place}.", "It was {place}, as if it had been waiting.",
        "{Animal} found it, to tell the truth.", "In the pocket of my other coat."],
    "What is it for?": [
        "Nobody knows, and that is the best part.", "It is for keeping.",
        "It {fact}, and I ask no more of it.", "I thought that you could tell me."],
    "Are you coming to the {workplace}?": [
        "I am on my way to the {workplace} now.", "Not before I have had my tea.",
        "Only if there is {food}.", "I would not miss it for all the fish in the sea."],
    "How are you today?": [
        "I am {feeling}, thank you.", "I am {feeling}, and the {weather} does not help.",
        "As well as a boat in a harbour.", "Better than yesterday and worse than tomorrow."],
    "Do you think that it will {rainword} tomorrow?": [
        "It always does on a {day}.", "Ask the gulls.", "The kettle says no.",
        "If it does, we shall sing louder."],
    "What shall we do now?": [
        "First we eat, and then we think.", "We wait for the tide.",
        "We ask {other2}.", "We go on, one word after the other."],
    "Who told you that?": [
        "{other2} told me.", "A gull told me, and gulls do not lie on {day}s.",
        "I read it in the library.", "Everybody knows it."],
    "May I hear the song again?": [
        "You may hear it as often as you like.", "Turn the record over and see.",
        "Only if you sing the second verse.", "Hush, it is beginning."],
}


class Tale:
    """One tale: the choices that stay the same to its end."""

    def __init__(self, rng):
        self.rng = rng
        self.hero, self.other, self.third = rng.sample(PEOPLE, 3)
        thing, adjective, fact = rng.choice(THINGS)
        self.words = {
            "thing": thing, "adjective": adjective, "fact": fact,
            "place": rng.choice(PLACES), "place2": rng.choice(PLACES),
            "animal": rng.choice(ANIMALS), "weather": "", "season": rng.choice(SEASONS),
            "day": rng.choice(DAYS), "food": rng.choice(FOODS), "food2": rng.choice(FOODS),
            "feeling": rng.choice(FEELINGS), "rainword": rng.choice(["rain", "snow", "be fine"]),
            "other2": self.third[0], "number": rng.choice(["two", "three", "five", "seven", "nine"]),
        }
        self.words["weather"], self.weather_line = rng.choice(WEATHER)
        self.words["Animal"] = self.words["animal"][0].upper() + self.words["animal"][1:]
        for key, person in (("h", self.hero), ("o", self.other), ("t", self.third)):
            subject, object_, possessive = person[1].split()
            self.words.update({
                key: person[0], key + "_he": subject, key + "_him": object_,
                key + "_his": possessive, key + "_He": subject.capitalize(),
                key + "_trade": person[2], key + "_work": person[3], key + "_tool": person[4],
                key + "_habit": person[5]})
        self.words["workplace"] = self.words["o_work"]

    def say(self, *choices):
        return self.rng.choice(choices).format(**self.words)

    def opening(self):
        yield self.say("The {h_trade} and the {adjective} {thing}", "How {h} found the {thing}",
                       "The {thing} {place}", "What {h} said to {o}", "A {thing} in {season}",
                       "{h}, {o} and the {thing}")
        yield self.weather_line
        yield self.say(
            "{h} the {h_trade} was already at the {h_work}, because {h_he} {h_habit}.",
            "On that {day} {h} left the {h_work} early and walked down to the water.",
            "{h} opened the door of the {h_work} and looked at the sea.",
            "It was {day}, and {h} the {h_trade} had nothing to do but wait for the tide.",
            "Every {season} {h} the {h_trade} cleaned the {h_work} from top to bottom.")
        yield self.say("{h_He} was {feeling}.", "{h_He} had eaten {food} and was {feeling}.",
                       "{h_He} put down the {h_tool} and listened.",
                       "Somewhere a window was open and a gramophone was playing.")

    def finding(self):
        yield self.say("Then {h_he} saw it: a {adjective} {thing}, {place}.",
                       "{Animal} came in with a {adjective} {thing} and put it down without a word.",
                       "Among the nets and the ropes lay a {adjective} {thing}.",
                       "{h_He} found a {adjective} {thing} {place}.")
        yield self.say("It was a {thing} that {fact}.",
                       "{h_He} turned it over and saw that it {fact}.",
                       "Nobody in the town had seen a {thing} like that before.")
        if self.rng.random() < 0.6:
            yield self.say("“This {thing} belongs to somebody,” said {h}.",
                           "“I shall ask {o},” thought {h}, “because a {o_trade} knows such things.”",
                           "“A {thing} is a {thing},” said {h}, but {h_he} did not believe it.")

    def talk(self, turns):
        yield self.say("So {h_he} took the {thing} to {o} the {o_trade}.",
                       "{o} the {o_trade} was at the {o_work} with the {o_tool} in {o_his} hand.",
                       "{h_He} met {o} {place2}.",
                       "At the {o_work} {o} was drinking tea and {o_habit}.")
        greeting = self.rng.choice(GREETINGS)
        yield f"“{greeting}, {self.words['h']},” said {self.words['o']}."
        asker, answerer = "o", "h"
        for question in self.rng.sample(list(ANSWERS), turns):
            answer = self.rng.choice(ANSWERS[question]).format(**self.words)
            yield (f"“{question.format(**self.words)}” asked {self.words[asker]}.")
            verb = self.rng.choice(["said", "said", "answered", "laughed", "whispered"])
            yield f"“{answer[:-1]},” {verb} {self.words[answerer]}." if answer.endswith(".") \
                else f"“{answer}” {verb} {self.words[answerer]}."
            if self.rng.random() < 0.3:
                asker, answerer = answerer, asker

    def trying(self):
        for _ in range(self.rng.randint(1, 3)):
            yield self.say(
                "They tried it at the {t_work}, but {t} the {t_trade} only shook {t_his} head.",
                "They carried the {thing} to the {t_work} and back again.",
                "{t} looked at the {thing} through the {o_tool} and found nothing.",
                "They asked the {t_trade}, and the {t_trade} asked {animal}.",
                "{o} held it up to the light, and {h} held the ladder.",
                "They waited {number} days, and each day the {thing} was a little heavier.",
                "{Animal} sat on the {thing} and would not move.",
                "They wrote a notice and pinned it to the door of the {t_work}.",
                "In the evening {t} came by with {food2} and an idea.")
        if self.rng.random() < 0.5:
            yield self.say("“Perhaps it is not lost,” said {t}, “perhaps it is only resting.”",
                           "“Let us begin again from the beginning,” said {o}.",
                           "“I have an idea,” said {t}, and went to fetch the {t_tool}.",
                           "“If nobody asks for it, it stays with us,” said {h}.")

    def ending(self):
        yield self.say("In the end it was {animal} that knew the answer.",
                       "In the end they gave the {thing} to the library, where it still {fact}.",
                       "In the end {h} kept the {thing}, and {o} kept the story.",
                       "In the end the {thing} went back to the sea, as things do.",
                       "In the end {t} laughed, because the {thing} had been {t_his} all along.")
        yield self.say("They ate {food} {place2} and watched the boats come in.",
                       "{o} made tea, and {h} told it all from the beginning.",
                       "That night the lamp of the lighthouse turned more slowly than usual.",
                       "Anselm put on a record, and the whole square was quiet until the last note.",
                       "And when the {weather} was gone, the town smelled of salt and {food2}.")
        if self.rng.random() < 0.5:
            yield self.rng.choice(PROVERBS)
        if self.rng.random() < 0.4:
            yield self.say("“Good night, {h},” said {o}.", "“See you tomorrow,” said {h}.",
                           "“What a {day},” said {o}, and closed the door of the {o_work}.",
                           "“Next time,” said {h}, “I shall leave it where it lies.”")

    def lines(self):
        yield from self.opening()
        yield from self.finding()
        yield from self.talk(self.rng.randint(2, 4))
        yield from self.trying()
        if self.rng.random() < 0.35:
            yield from self.talk(1)
        yield from self.ending()


def tidy(line):
    """The articles that a grammar gets wrong, and capitals at a line's start."""
    for vowel in "aeiou":
        line = line.replace(f" a {vowel}", f" an {vowel}").replace(f"“a {vowel}", f"“an {vowel}")
        if line.startswith(f"A {vowel}"):
            line = "An" + line[1:]
    line = line.replace(" an one-eyed", " a one-eyed")
    return line[0].upper() + line[1:]


def main():
    rng = random.Random(SEED)
    written, seen = 0, set()
    out = sys.stdout.buffer
    while written < TARGET_BYTES:
        lines = [tidy(line) for line in Tale(rng).lines()]
        if lines[1] + lines[2] + lines[4] in seen:
            continue
        seen.add(lines[1] + lines[2] + lines[4])
        tale = ("\n".join(lines) + "\n\n").encode()
        out.write(tale)
        written += len(tale)


if __name__ == "__main__":
    main()
