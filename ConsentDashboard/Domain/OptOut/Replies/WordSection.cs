namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>The sections of a word list, by the name each has in the file; docs/replies.md says how they are written.</summary>
public enum WordSection : byte
{
    /// <summary>Said by itself it withdraws.</summary>
    OptOut = 0,
    OptIn = 1,

    /// <summary>Too common a word to mean an opt-in with anything beside it, even a please.</summary>
    OptInAlone = 2,
    Help = 3,

    /// <summary>Changes nothing beside another word: please, thanks, now.</summary>
    Padding = 4,

    /// <summary>Found anywhere it may ask to stop.</summary>
    MayBe = 5,

    /// <summary>Found in a message of a few words it may ask to stop.</summary>
    MayBeShort = 6,

    /// <summary>Said by itself it may ask to stop.</summary>
    MayBeAlone = 7,

    /// <summary>Everyday turns of phrase that the words of the other sections have another meaning in.</summary>
    Ordinary = 8,

    /// <summary>Words that are recognised when they are misspelt.</summary>
    Misspelt = 9,

    /// <summary>Words that look like misspelt ones, and are not.</summary>
    Spelt = 10,

    /// <summary>A message type that the sender lets people stop by itself.</summary>
    Keyword = 11,
}
