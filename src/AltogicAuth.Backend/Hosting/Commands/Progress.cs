namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Counts users, and says from time to time how many there are.</summary>
/// <param name="done">What was done with them.</param>
internal sealed class Progress(string done)
{
    private const int Step = 10_000;

    public int Count { get; private set; }

    public void Add(int users)
    {
        Count += users;
        if (Count / Step > (Count - users) / Step)
        {
            Console.Error.WriteLine($"{Count} users {done}");
        }
    }
}
